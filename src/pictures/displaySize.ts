import { Base64Bytes } from './base64Bytes.ts';
import { type ImageSize, imageSize } from './imageSize.ts';
import { MAX_PIXEL_RATIO } from './pixelRatio.ts';

/** Bytes of a PNG before its second chunk: the signature and the header. */
const FIRST_CHUNKS = 33;
/** Bytes of a chunk besides its data: length, type and sum. */
const AROUND_DATA = 12;
/** `worker/harness/representations/figure_drawing.py` writes it. */
const PIXEL_RATIO = 'tEXtPixel-Ratio\0';
/** Characters of the number after it. */
const MAX_DIGITS = 8;

/**
 * Reads the size that a picture takes on a page, in CSS pixels: less than its own, if it is a figure that was drawn for a dense screen.
 *
 * @param base64 the whole file
 * @returns `undefined` if it is not a picture of its type, or the type is unknown
 */
export function displaySize(mimeType: string, base64: string): ImageSize | undefined {
  const size = imageSize(mimeType, base64);
  if (!size || mimeType !== 'image/png') return size;
  const ratio = pixelRatio(base64);
  return { width: Math.round(size.width / ratio), height: Math.round(size.height / ratio) };
}

/** @see https://www.w3.org/TR/png-3/#11tEXt */
function pixelRatio(base64: string): number {
  const bytes = new Base64Bytes(base64);
  try {
    for (let at = FIRST_CHUNKS; !bytes.has('IDAT', at + 4); at += bytes.number(at, 4, 'big') + AROUND_DATA) {
      if (!bytes.has(PIXEL_RATIO, at + 4)) continue;
      const digits = bytes.number(at, 4, 'big') - (PIXEL_RATIO.length - 4);
      const ratio = Number(bytes.text(at + 4 + PIXEL_RATIO.length, Math.min(Math.max(digits, 0), MAX_DIGITS)));
      return ratio >= 1 && ratio <= MAX_PIXEL_RATIO ? ratio : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}
