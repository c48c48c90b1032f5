/** The program that draws figures of Bokeh, as text. This module is loaded when one is first shown. */
export { default as PROGRAM } from '../../worker/viewer/bokeh.ts?bundled';
