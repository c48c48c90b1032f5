/**
 * A plugin of markdown-it (VitePress, Eleventy) that makes cells of fenced blocks.
 *
 * @module markdown-it
 */
export type { CellsOptions } from '../markdown/cellBlock.ts';
export { gloveboxCells } from '../markdown/markdownIt.ts';
