/** The program that draws figures of Plotly with traces of any kind, as text. This module is loaded when one is first shown. */
export { default as PROGRAM } from '../../worker/viewer/plotlyFull.ts?bundled';
