import type { Content, Blob as InlineData, Part } from '@google/genai';
import { convertPicture } from '../../pictures/convertPicture.ts';
import { imageSize } from '../../pictures/imageSize.ts';
import { RASTER_MIME_TYPES, RASTER_TYPES, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { Display } from '../../protocol.ts';
import type { PictureLimits } from './pictureLimits.ts';

/** The types that a part of an answer may have. */
const READABLE: readonly string[] = RASTER_TYPES.filter(({ isReadByGemini }) => isReadByGemini).map(
  ({ mimeTypes: [usual] }) => usual,
);
/** In the order of preference, if a run shows one thing in several forms. */
const FORMS: readonly string[] = [...RASTER_MIME_TYPES, SVG_MIME_TYPE];
/** Fitted pictures to remember, since each request repeats the pictures of earlier ones. */
const MAX_REMEMBERED = 64;

/** Collects the pictures that a run displayed, in types that the API takes. Skips those that can't be converted. */
export async function picturesOf(results: readonly Display[]): Promise<InlineData[]> {
  const pictures = await Promise.all(results.map(({ data }) => pictureIn(data)));
  return pictures.filter((picture) => picture !== undefined);
}

async function pictureIn(forms: Record<string, string>): Promise<InlineData | undefined> {
  const mimeType = FORMS.find((form) => forms[form] !== undefined);
  if (mimeType === undefined) return undefined;
  // Notebooks allow white space in base64, the API does not.
  const data = mimeType === SVG_MIME_TYPE ? (forms[mimeType] ?? '') : (forms[mimeType] ?? '').replace(/\s+/g, '');
  if (READABLE.includes(mimeType)) return { mimeType, data };
  return convertPicture({ mimeType, data }, 'image/png').catch(() => undefined);
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
