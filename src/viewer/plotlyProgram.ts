/** The program that draws figures of Plotly, as text. This module is loaded when one is first shown. */
export { default as PROGRAM } from '../../worker/viewer/plotly.ts?bundled';
