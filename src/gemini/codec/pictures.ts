import type { Content, Blob as InlineData, Part } from '@google/genai';
import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { imageSize } from '../../pictures/imageSize.ts';
import { RASTER_MIME_TYPES, RASTER_TYPES, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { Display } from '../../protocol.ts';

/** What pictures that code made may cost when they go to the model. */
export interface PictureLimits {
  /** Of one run; what comes after is shown to the reader, and not to the model. @default 10 */
  count: number;
  /** Pixels of the longer side. Larger ones are made smaller. @default 1536 */
  side: number;
  /** Bytes of one picture. Larger ones are compressed, and then made smaller. @default 1000000 */
  bytes: number;
}

export const DEFAULT_PICTURE_LIMITS: PictureLimits = { count: 10, side: 1536, bytes: 1_000_000 };

/** The types that a part of an answer may have. */
const READABLE: readonly string[] = RASTER_TYPES.filter(({ isReadByGemini }) => isReadByGemini).map(
  ({ mimeTypes: [usual] }) => usual,
);
/** In the order of preference, if a run shows one thing in several forms. */
const FORMS: readonly string[] = [...RASTER_MIME_TYPES, SVG_MIME_TYPE];
/** Pictures whose fitted form is remembered: each request sends again what the ones before it sent. */
const MAX_REMEMBERED = 64;
/** Of JPEG. Plots and crops have no artefacts at it that a model would stumble over. */
const QUALITY = 0.85;
/** Milliseconds that a drawing may take until it is a picture. */
const MAX_DECODING = 10_000;
/** Pixels of a drawing that says nothing of its size. */
const DRAWING_SIDE = 1024;

/** The pictures that a run showed, in a form that the API has; those that cannot be brought into one are left out. */
export async function picturesOf(results: readonly Display[]): Promise<InlineData[]> {
  const pictures = await Promise.all(results.map(({ data }) => pictureIn(data)));
  return pictures.filter((picture) => picture !== undefined);
}

async function pictureIn(forms: Record<string, string>): Promise<InlineData | undefined> {
  const mimeType = FORMS.find((form) => forms[form] !== undefined);
  if (mimeType === undefined) return undefined;
  // White space in base64 is allowed to a notebook, and not to the API.
  const data = mimeType === SVG_MIME_TYPE ? (forms[mimeType] ?? '') : (forms[mimeType] ?? '').replace(/\s+/g, '');
  if (READABLE.includes(mimeType)) return { mimeType, data };
  return convert(mimeType, data, (size) => size).catch(() => undefined);
}

/** Whether a picture may be one that code made: one that the model drew comes with its signature, or as a thought. */
export function isMadeByCode({ inlineData, thought, thoughtSignature }: Part): boolean {
  return inlineData !== undefined && !thought && thoughtSignature === undefined;
}

/** Makes the pictures small enough that code made, in contents as the server would have sent them. */
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

/** The pictures of one run, small enough for the model. */
export async function fitAll(pictures: readonly InlineData[], limits: PictureLimits): Promise<InlineData[]> {
  const fitted = await Promise.all(pictures.slice(0, limits.count).map((picture) => fitPicture(picture, limits)));
  return fitted.filter((picture) => picture !== undefined);
}

const remembered = new Map<string, InlineData | undefined>();

/** @returns the picture within the limits; none where it cannot be brought there, as outside of browsers */
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

/** Draws a picture anew, in another size or form. Of one that moves, this is the first frame. */
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
  if (!context) throw new TypeError('There is no canvas to draw on.');
  if (type === 'image/jpeg') {
    // JPEG has no transparency; what is behind a plot is paper.
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

/** An image element runs no script of a drawing, and loads nothing that it refers to. */
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
  throw new TypeError('The drawing takes too long.');
}

/** Bytes that base64 stands for, or a little more. */
function bytesIn(base64: string): number {
  return (base64.length * 3) / 4;
}
