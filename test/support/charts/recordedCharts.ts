/** Charts as the real libraries give them: see the README here. */
import { readFileSync } from 'node:fs';

export interface RecordedChart {
  mimeType: string;
  chart: object;
}

/** The charts of a library, by the titles of the programs that make them. */
export function recordedCharts(library: 'plotly' | 'altair' | 'bokeh'): Map<string, RecordedChart> {
  const text = readFileSync(new URL(`recorded/${library}.json`, import.meta.url), 'utf8');
  return new Map(Object.entries((JSON.parse(text) as { charts: Record<string, RecordedChart> }).charts));
}
