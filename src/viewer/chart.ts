import type { MimeBundle } from '../protocol.ts';

/** What a chart is drawn with: Vega stands for Vega-Lite, too. */
export type ChartLibrary = 'vega' | 'plotly' | 'bokeh';

/** An interactive chart. */
export interface Chart {
  library: ChartLibrary;
  /** Its specification, as JSON. */
  content: string;
}

/** The names of charts, in all versions of their libraries. */
const NAMES: readonly [name: RegExp, library: ChartLibrary][] = [
  [/^application\/vnd\.(?:vegalite|vega)\.v\d+[.+]json$/, 'vega'],
  [/^application\/vnd\.plotly\.v\d+\+json$/, 'plotly'],
  // What `bokeh.embed.json_item` gives. Bokeh's own names are those of scripts.
  [/^application\/vnd\.glovebox\.bokeh\+json$/, 'bokeh'],
];

/** Finds the chart among the forms of a value. */
export function chartIn(data: MimeBundle): Chart | undefined {
  for (const [name, library] of NAMES) {
    const mimeType = Object.keys(data).find((each) => name.test(each));
    const content = mimeType && data[mimeType];
    if (content) return { library, content };
  }
  return undefined;
}
