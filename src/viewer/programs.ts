import { importChunk } from '../async/importChunk.ts';
import { isJsonObject, parseJson } from '../text/parseJson.ts';
import type { Chart, ChartLibrary } from './chart.ts';

/** The programs that draw charts. Each is loaded with the first chart that needs it. */
const PROGRAMS: Record<ChartLibrary | 'plotlyFull', () => Promise<{ PROGRAM: string }>> = {
  vega: () => import('./vegaProgram.ts'),
  plotly: () => import('./plotlyProgram.ts'),
  plotlyFull: () => import('./plotlyFullProgram.ts'),
  bokeh: () => import('./bokehProgram.ts'),
};

/** The traces of Plotly that its smaller program draws. The one that draws all is three times as large. */
const USUAL_TRACES: readonly unknown[] = [
  ...[undefined, 'scatter', 'bar', 'pie', 'box', 'violin', 'histogram', 'heatmap', 'contour', 'image'],
  ...['histogram2d', 'histogram2dcontour', 'scatterternary'],
];

/**
 * Loads the text of the program that draws a chart.
 *
 * @throws EngineBootError if it can't be downloaded
 */
export async function loadProgram(chart: Chart): Promise<string> {
  const { PROGRAM } = await importChunk(PROGRAMS[programFor(chart)]);
  return PROGRAM;
}

/** Chooses the program that draws a chart. */
export function programFor({ library, content }: Chart): keyof typeof PROGRAMS {
  if (library !== 'plotly') return library;
  const figure = parseJson(content);
  const traces = isJsonObject(figure) && Array.isArray(figure.data) ? figure.data.filter(isJsonObject) : [];
  return traces.every(({ type }) => USUAL_TRACES.includes(type)) ? 'plotly' : 'plotlyFull';
}
