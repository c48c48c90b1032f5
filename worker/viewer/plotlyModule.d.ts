/** What is used of Plotly, which has no types of its own. */
declare module 'plotly.js-cartesian-dist-min' {
  interface Figure {
    data: unknown[];
    layout: Record<string, unknown>;
    frames?: unknown[];
    config: Record<string, unknown>;
  }
  /** Its points. Of a heatmap and the like it is one, with all values. */
  export type PlotlyTrace = readonly { x?: number[]; y?: number[]; z?: unknown[][] }[];
  /** Where the pointer is, as the number of a point or in the units of the axes. */
  export type PlotlyPlace = { pointNumber: number } | { xval: number; yval: number };
  export interface PlotlyElement extends HTMLElement {
    calcdata: PlotlyTrace[];
    /** The traces, with all that is as by default, and with arrays as such. */
    _fullData: Record<string, unknown>[];
  }
  export interface PlotlyLibrary {
    newPlot(container: HTMLElement, figure: Figure): Promise<PlotlyElement>;
    purge(element: PlotlyElement): void;
    /** @returns a data URL */
    toImage(element: PlotlyElement, options: { format: 'svg'; width: null; height: null }): Promise<string>;
    Fx: {
      hover(element: PlotlyElement, places: ({ curveNumber: number } & PlotlyPlace)[]): void;
      unhover(element: PlotlyElement): void;
    };
    PlotSchema: { get(): { traces: Record<string, unknown> } };
  }
  const Plotly: PlotlyLibrary;
  export default Plotly;
}
declare module 'plotly.js-strict-dist-min' {
  export { default } from 'plotly.js-cartesian-dist-min';
}
