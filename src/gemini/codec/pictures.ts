import type { Content, Blob as InlineData, Part } from '@google/genai';
import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { imageSize } from '../../pictures/imageSize.ts';
import { RASTER_MIME_TYPES, RASTER_TYPES, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { Display } from '../../protocol.ts';

/** Limits for the pictures that code makes and the model gets. */
export interface PictureLimits {
  /** Pictures of one run. Only your app gets further ones. @default 10 */
  count: number;
  /** Pixels of the longer side. Larger pictures are scaled down. @default 1536 */
  side: number;
  /** Bytes of one picture. Larger pictures are compressed, and then scaled down. @default 1000000 */
  bytes: number;
}

export const DEFAULT_PICTURE_LIMITS: PictureLimits = { count: 10, side: 1536, bytes: 1_000_000 };

/** The types that a part of an answer may have. */
const READABLE: readonly string[] = RASTER_TYPES.filter(({ isReadByGemini }) => isReadByGemini).map(
  ({ mimeTypes: [usual] }) => usual,
);
/** In the order of preference, if a run shows one thing in several forms. */
const FORMS: readonly string[] = [...RASTER_MIME_TYPES, SVG_MIME_TYPE];
/** Fitted pictures to remember, since each request repeats the pictures of earlier ones. */
const MAX_REMEMBERED = 64;
/** JPEG quality that leaves plots and crops without disturbing artefacts. */
const QUALITY = 0.85;
/** Time limit for rendering a drawing, in ms. */
const MAX_DECODING = 10_000;
/** Pixels of the side of a drawing without a size. */
const DRAWING_SIDE = 1024;

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
  return convert(mimeType, data, (size) => size).catch(() => undefined);
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
    const fitted = await shrink(mimeType, data, limits).catch(() => undefined);
    remembered.set(key, fitted);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  }
  return remembered.get(key);
}

async function shrink(mimeType: string, data: string, { side, bytes }: PictureLimits): Promise<InlineData | undefined> {
  for (let longest = side; longest >= 1; longest /= 2) {
    const scale = (size: number, longer: number) => Math.max(1, Math.round(size * Math.min(1, longest / longer)));
    const draw = (type: string) => convert(mimeType, data, scale, type);
    const png = await draw('image/png');
    if (bytesIn(png.data ?? '') <= bytes) return png;
    const jpeg = await draw('image/jpeg');
    if (bytesIn(jpeg.data ?? '') <= bytes) return jpeg;
  }
  return undefined;
}

/** Redraws a picture in another size or type. Of an animation, it draws the first frame. */
async function convert(
  mimeType: string,
  data: string,
  scale: (size: number, longer: number) => number,
  type = 'image/png',
): Promise<InlineData> {
  const source = mimeType === SVG_MIME_TYPE ? await loadDrawing(data) : await loadPicture(mimeType, data);
  const longer = Math.max(source.width, source.height);
  const [width, height] = [scale(source.width, longer), scale(source.height, longer)];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('This browser has no canvas.');
  if (type === 'image/jpeg') {
    // JPEG has no transparency, so plots get a white background.
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
  }
  context.drawImage(source.image, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type, quality: QUALITY });
  return { mimeType: blob.type, data: toBase64(new Uint8Array(await blob.arrayBuffer())) };
}

interface Source {
  image: CanvasImageSource;
  width: number;
  height: number;
}

async function loadPicture(mimeType: string, data: string): Promise<Source> {
  const image = await createImageBitmap(new Blob([fromBase64(data)], { type: mimeType }));
  return { image, width: image.width, height: image.height };
}

/** An image element neither runs a drawing's scripts nor loads its references. */
async function loadDrawing(text: string): Promise<Source> {
  const image = new Image();
  image.src = `data:${SVG_MIME_TYPE};charset=utf-8,${encodeURIComponent(text)}`;
  await Promise.race([image.decode(), tooLate()]);
  const width = image.naturalWidth || DRAWING_SIDE;
  const height = image.naturalHeight || DRAWING_SIDE;
  const scale = Math.min(1, (2 * DEFAULT_PICTURE_LIMITS.side) / Math.max(width, height));
  return { image, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** @throws TypeError after {@link MAX_DECODING} */
async function tooLate(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, MAX_DECODING));
  throw new TypeError('The drawing takes too long to render.');
}

/** The size of the decoded bytes, or a little more. */
function bytesIn(base64: string): number {
  return (base64.length * 3) / 4;
}
