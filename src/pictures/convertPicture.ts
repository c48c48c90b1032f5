import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { SVG_MIME_TYPE } from './mediaTypes.ts';

/** A picture in base64; the text of an SVG. */
interface PictureData {
  mimeType: string;
  data: string;
}

interface Source {
  image: CanvasImageSource;
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
}

/** JPEG quality that leaves plots and crops without disturbing artefacts. */
const QUALITY = 0.85;
/** Time limit for rendering a drawing, in ms. */
const MAX_RENDERING = 10_000;
/** Pixels of the side of a drawing without a size. */
const DRAWING_SIDE = 1024;
/** Pixels of the longer side of a drawing. */
const MAX_DRAWING_SIDE = 3072;

/**
 * Redraws a picture as another type, scaled down if needed. Draws the first frame of an animation.
 *
 * @param maxSide maximum pixels of the longer side
 * @returns the picture in base64
 * @throws TypeError, DOMException or ReferenceError if it can't be drawn, as outside of browsers
 */
export async function convertPicture(
  { mimeType, data }: PictureData,
  type: 'image/png' | 'image/jpeg',
  maxSide = Number.POSITIVE_INFINITY,
): Promise<PictureData> {
  const { image, ...size } = mimeType === SVG_MIME_TYPE ? await renderDrawing(data) : await decode(mimeType, data);
  const scale = Math.min(1, maxSide / Math.max(size.width, size.height));
  const [width, height] = [size.width, size.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('This browser has no canvas.');
  if (type === 'image/jpeg') {
    // JPEG has no transparency, so plots get a white background.
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type, quality: QUALITY });
  return { mimeType: blob.type, data: toBase64(new Uint8Array(await blob.arrayBuffer())) };
}

async function decode(mimeType: string, data: string): Promise<Source> {
  const image = await createImageBitmap(new Blob([fromBase64(data)], { type: mimeType }));
  return { image, width: image.width, height: image.height };
}

/** An image element neither runs a drawing's scripts nor loads its references. */
async function renderDrawing(text: string): Promise<Source> {
  const image = new Image();
  image.src = `data:${SVG_MIME_TYPE};charset=utf-8,${encodeURIComponent(text)}`;
  await Promise.race([image.decode(), timeOut()]);
  const width = image.naturalWidth || DRAWING_SIDE;
  const height = image.naturalHeight || DRAWING_SIDE;
  const scale = Math.min(1, MAX_DRAWING_SIDE / Math.max(width, height));
  return { image, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** @throws TypeError after {@link MAX_RENDERING} */
async function timeOut(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, MAX_RENDERING));
  throw new TypeError('The drawing takes too long to render.');
}
