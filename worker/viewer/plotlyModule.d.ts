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
  }
  const Plotly: {
    newPlot(container: HTMLElement, figure: Figure): Promise<PlotlyElement>;
    purge(element: PlotlyElement): void;
    Fx: {
      hover(element: PlotlyElement, places: ({ curveNumber: number } & PlotlyPlace)[]): void;
      unhover(element: PlotlyElement): void;
    };
    PlotSchema: { get(): { traces: Record<string, unknown> } };
  };
  export default Plotly;
}
