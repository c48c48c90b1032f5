import { RASTER_MIME_TYPES, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { MimeBundle } from '../../protocol.ts';
import { parseJson } from '../../text/parseJson.ts';
import { type Chart, chartIn } from '../../viewer/chart.ts';

/** The format in which a display is shown. */
type DisplayForm =
  /** A chart, and the text in its place. */
  | { type: 'chart'; chart: Chart; text: string }
  | { type: 'html' | 'markdown' | 'latex' | 'svg' | 'json' | 'text'; content: string }
  /** Base64. */
  | { type: 'picture'; mimeType: string; content: string };

const FORMS = [
  ['text/html', 'html'],
  ['text/markdown', 'markdown'],
  ['text/latex', 'latex'],
  [SVG_MIME_TYPE, 'svg'],
  ...RASTER_MIME_TYPES.map((mimeType) => [mimeType, 'picture'] as const),
  ['application/json', 'json'],
  ['text/plain', 'text'],
] as const satisfies readonly (readonly [string, DisplayForm['type']])[];

/**
 * Chooses the richest format that this page can show.
 *
 * @returns `undefined` if it can show none
 */
export function formOf(data: MimeBundle): DisplayForm | undefined {
  const chart = chartIn(data);
  if (chart) return { type: 'chart', chart, text: data['text/plain'] ?? '' };
  for (const [mimeType, type] of FORMS) {
    const content = data[mimeType];
    if (content !== undefined) return type === 'picture' ? { type, mimeType, content } : { type, content };
  }
  return undefined;
}

/** Returns JSON with a line for each value; other text unchanged. */
export function prettyJson(json: string): string {
  const value = parseJson(json);
  return value === undefined ? json : JSON.stringify(value, undefined, 2);
}
