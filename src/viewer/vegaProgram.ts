/** The program that draws charts of Vega and Vega-Lite, as text. This module is loaded when one is first shown. */
export { default as PROGRAM } from '../../worker/viewer/vega.ts?bundled';
