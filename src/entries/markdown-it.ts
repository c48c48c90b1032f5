/** A plugin of markdown-it (VitePress, Eleventy) that makes cells of fenced blocks. */
export type { CellsOptions } from '../markdown/cellBlock.ts';
export { gloveboxCells } from '../markdown/markdownIt.ts';
