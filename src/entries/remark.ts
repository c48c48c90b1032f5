/**
 * A plugin of remark (Astro, Docusaurus, MDX) that makes cells of fenced blocks.
 *
 * @module remark
 */
export type { CellsOptions } from '../markdown/cellBlock.ts';
export { gloveboxCells } from '../markdown/remark.ts';
