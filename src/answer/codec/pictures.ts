import type { Content, Blob as InlineData, Part } from '@google/genai';
import { importChunk } from '../../async/importChunk.ts';
import { convertPicture } from '../../pictures/convertPicture.ts';
import { displaySize } from '../../pictures/displaySize.ts';
import { imageSize } from '../../pictures/imageSize.ts';
import { RASTER_MIME_TYPES, RASTER_TYPES, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { Display, MimeBundle } from '../../protocol.ts';
import { type Chart, chartIn } from '../../viewer/chart.ts';
import type { PictureLimits } from './pictureLimits.ts';

/** The types that a part of an answer may have. */
const READABLE: readonly string[] = RASTER_TYPES.filter(({ isReadByGemini }) => isReadByGemini).map(
  ({ mimeTypes: [usual] }) => usual,
);
/** In the order of preference, if a run shows one thing in several forms. */
const FORMS: readonly string[] = [...RASTER_MIME_TYPES, SVG_MIME_TYPE];
/** Fitted pictures to remember, since each request repeats the pictures of earlier ones. */
const MAX_REMEMBERED = 64;

/**
 * Collects the pictures that a run displayed, in types that the API takes, and draws its interactive charts. Skips what can't be converted, or
 * drawn in time.
 */
export async function picturesOf(
  results: readonly Display[],
  { count, chartTime }: Pick<PictureLimits, 'count' | 'chartTime'>,
): Promise<InlineData[]> {
  const charts = chartTime > 0 ? results.flatMap(({ data }) => chartOf(data) ?? []).slice(0, count) : [];
  const drawn = charts.length > 0 ? await drawCharts(charts, chartTime) : [];
  const pictures = await Promise.all(
    results.map(({ data }) => {
      const chart = chartOf(data);
      if (!chart) return pictureIn(data);
      const png = drawn[charts.findIndex(({ content }) => content === chart.content)];
      return png === undefined ? undefined : { mimeType: 'image/png', data: png };
    }),
  );
  return pictures.filter((picture) => picture !== undefined);
}

/** A chart that has no picture of its own. */
function chartOf(forms: MimeBundle): Chart | undefined {
  return FORMS.some((form) => forms[form] !== undefined) ? undefined : chartIn(forms);
}

async function drawCharts(charts: readonly Chart[], milliseconds: number): Promise<(string | undefined)[]> {
  try {
    const { drawPictures } = await importChunk(() => import('../../viewer/chartPictures.ts'));
    return await drawPictures(charts, milliseconds);
  } catch {
    // The model reads of the charts all the same.
    return [];
  }
}

async function pictureIn(forms: Record<string, string>): Promise<InlineData | undefined> {
  const mimeType = FORMS.find((form) => forms[form] !== undefined);
  if (mimeType === undefined) return undefined;
  // Notebooks allow white space in base64, the API does not.
  const data = mimeType === SVG_MIME_TYPE ? (forms[mimeType] ?? '') : (forms[mimeType] ?? '').replace(/\s+/g, '');
  if (READABLE.includes(mimeType)) return asShown({ mimeType, data });
  return convertPicture({ mimeType, data }, 'image/png').catch(() => undefined);
}

/** Scales a figure for a dense screen down to the size that the page shows: more pixels tell a model nothing, and cost tokens. */
async function asShown(picture: { mimeType: string; data: string }): Promise<InlineData> {
  const pixels = imageSize(picture.mimeType, picture.data);
  const shown = displaySize(picture.mimeType, picture.data);
  if (!pixels || !shown || shown.width === pixels.width) return picture;
  return convertPicture(picture, 'image/png', Math.max(shown.width, shown.height)).catch(() => picture);
}

/** Whether a picture may be made by code. Pictures drawn by the model have a signature or are thoughts. */
export function isMadeByCode({ inlineData, thought, thoughtSignature }: Part): boolean {
  return inlineData !== undefined && !thought && thoughtSignature === undefined;
}

/** Shrinks the pictures made by code in server-shaped contents to the limits. */
export async function fitPictures(contents: readonly Content[], limits: PictureLimits): Promise<Content[]> {
  const fitted: Content[] = [];
  let ofRun: number | undefined;
  for (const content of contents) {
    const parts: Part[] = [];
    for (const part of content.parts ?? []) {
      if (part.codeExecutionResult) ofRun = 0;
      else if (content.role !== 'model' || !isMadeByCode(part)) ofRun = undefined;
      const isMade = ofRun !== undefined && part.inlineData !== undefined;
      if (isMade) ofRun = (ofRun ?? 0) + 1;
      const shown = isMade && part.inlineData ? await fitOne(part.inlineData, ofRun ?? 0, limits) : part;
      if (shown) parts.push(shown);
    }
    fitted.push(content.parts ? { ...content, parts } : content);
  }
  return fitted;
}

async function fitOne(picture: InlineData, number: number, limits: PictureLimits): Promise<Part | undefined> {
  const inlineData = number <= limits.count ? await fitPicture(picture, limits) : undefined;
  return inlineData && { inlineData };
}

/** Shrinks the pictures of one run to the limits. */
export async function fitAll(pictures: readonly InlineData[], limits: PictureLimits): Promise<InlineData[]> {
  const fitted = await Promise.all(pictures.slice(0, limits.count).map((picture) => fitPicture(picture, limits)));
  return fitted.filter((picture) => picture !== undefined);
}

const remembered = new Map<string, InlineData | undefined>();

/** @returns the picture within the limits; `undefined` if it can't be shrunk, as outside of browsers */
async function fitPicture(picture: InlineData, limits: PictureLimits): Promise<InlineData | undefined> {
  const { mimeType = '', data = '' } = picture;
  const size = imageSize(mimeType, data);
  const isSmall = size && Math.max(size.width, size.height) <= limits.side && bytesIn(data) <= limits.bytes;
  if (isSmall) return { mimeType, data };
  const key = `${limits.side} ${limits.bytes} ${data}`;
  if (!remembered.has(key)) {
    const fitted = await shrink({ mimeType, data }, limits).catch(() => undefined);
    remembered.set(key, fitted);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  }
  return remembered.get(key);
}

async function shrink(
  picture: { mimeType: string; data: string },
  { side, bytes }: PictureLimits,
): Promise<InlineData | undefined> {
  for (let maxSide = side; maxSide >= 1; maxSide /= 2) {
    for (const type of ['image/png', 'image/jpeg'] as const) {
      const converted = await convertPicture(picture, type, maxSide);
      if (bytesIn(converted.data) <= bytes) return converted;
    }
  }
  return undefined;
}

/** The size of the decoded bytes, or a little more. */
function bytesIn(base64: string): number {
  return (base64.length * 3) / 4;
}
