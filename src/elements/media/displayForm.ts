import type { CodeLanguage } from '../../answer/codec/languages.ts';
import { RASTER_MIME_TYPES, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { MimeBundle } from '../../protocol.ts';
import { parseJson } from '../../text/parseJson.ts';
import { type Chart, chartIn } from '../../viewer/chart.ts';

/** The format in which a display is shown. */
type DisplayForm =
  /** A chart, and the text in its place. */
  | { type: 'chart'; chart: Chart; text: string }
  | { type: 'html' | 'markdown' | 'latex' | 'svg' | 'text'; content: string }
  /** Source code, or JSON with a line for each value. */
  | { type: 'code'; language: CodeLanguage; content: string }
  /** Base64. */
  | { type: 'picture' | 'media'; mimeType: string; content: string };

const JSON_TYPE = 'application/json';
const MEDIA = /^(?:audio|video)\/[\w.+-]+$/;
/** Markdown that is nothing but code, as the class `Code` of IPython gives it. */
const FENCED = /^```(python|py|javascript|js|json)\n([\s\S]*?)\n?```\s*$/;

const FORMS = [
  ['text/html', 'html'],
  ['text/markdown', 'markdown'],
  ['text/latex', 'latex'],
  [SVG_MIME_TYPE, 'svg'],
  ...RASTER_MIME_TYPES.map((mimeType) => [mimeType, 'picture'] as const),
  [JSON_TYPE, 'code'],
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
  const media = Object.entries(data).find(([mimeType]) => MEDIA.test(mimeType));
  if (media) return { type: 'media', mimeType: media[0], content: media[1] };
  for (const [mimeType, type] of FORMS) {
    const content = data[mimeType];
    if (content === undefined) continue;
    if (type === 'picture') return { type, mimeType, content };
    if (type === 'code') return { type, language: 'JAVASCRIPT', content: prettyJson(content) };
    return (type === 'markdown' && fencedCode(content)) || { type, content };
  }
  return undefined;
}

/** Returns SVG as a picture of its own. Inside HTML, which code often writes it for, it needs neither a namespace nor a size. */
export function standaloneSvg(svg: string): string {
  return svg.replace(/<svg\b[^>]*/, (root) => {
    const [, width, height] = /\sviewBox=["'][^"']*?([\d.]+)[\s,]+([\d.]+)\s*["']/.exec(root) ?? [];
    const isSized = /\s(width|height)=/.test(root) || width === undefined;
    const namespace = /\sxmlns=/.test(root) ? '' : ' xmlns="http://www.w3.org/2000/svg"';
    return root.replace('<svg', `<svg${namespace}${isSized ? '' : ` width="${width}" height="${height}"`}`);
  });
}

function fencedCode(markdown: string): DisplayForm | undefined {
  const [, name, content] = FENCED.exec(markdown) ?? [];
  if (name === undefined || content === undefined) return undefined;
  return { type: 'code', language: name.startsWith('py') ? 'PYTHON' : 'JAVASCRIPT', content };
}

/** Returns JSON with a line for each value; other text unchanged. */
export function prettyJson(json: string): string {
  const value = parseJson(json);
  return value === undefined ? json : JSON.stringify(value, undefined, 2);
}
