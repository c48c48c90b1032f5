import { Base64Bytes } from './base64Bytes.ts';
import { isRaster, type RasterMimeType } from './mediaTypes.ts';

export interface ImageSize {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
}

/** Pixels of a picture that is shown, 25 million. Decoded they take 100 MB of the page's memory, however small the file is. */
export const MAX_PIXELS = 25_000_000;

/** Each gives `undefined`, or throws, if the bytes are something else. */
const READERS: Readonly<Record<RasterMimeType, (bytes: Base64Bytes) => ImageSize | undefined>> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/gif': gifSize,
  'image/webp': webpSize,
};

/**
 * Reads a picture's size from its header, as browsers do.
 *
 * @param base64 the whole file
 * @returns `undefined` if it is not a picture of its type, or the type is unknown
 */
export function imageSize(mimeType: string, base64: string): ImageSize | undefined {
  // Browsers skip white space in base64, which would shift all bytes after it.
  if (base64.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(base64)) return undefined;
  const read = isRaster(mimeType) ? READERS[mimeType] : undefined;
  try {
    const size = read?.(new Base64Bytes(base64));
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @see https://www.w3.org/TR/png-3/#11IHDR */
function pngSize(bytes: Base64Bytes): ImageSize | undefined {
  if (!bytes.has('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 0)) return undefined;
  return { width: bytes.number(16, 4, 'big'), height: bytes.number(20, 4, 'big') };
}

/**
 * Goes from segment to segment until the one that begins a frame.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf annex B
 */
function jpegSize(bytes: Base64Bytes): ImageSize | undefined {
  if (!bytes.has('\xff\xd8', 0)) return undefined;
  let at = 2;
  while (true) {
    if (bytes.byte(at) !== 0xff) return undefined;
    const marker = bytes.byte(at + 1);
    if (isFrame(marker)) return { width: bytes.number(at + 7, 2, 'big'), height: bytes.number(at + 5, 2, 'big') };
    // Tables, application data and comments precede the frame; any number of 0xff may precede a marker.
    if (marker === 0xff) at += 1;
    else if (marker === 0xc4 || marker === 0xcc || marker >= 0xdb) at += 2 + bytes.number(at + 2, 2, 'big');
    else return undefined;
  }
}

/** SOF0 to SOF15, except for DHT, JPG and DAC, which are not frames. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * Browsers enlarge the logical screen if the first picture is larger.
 * @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */
function gifSize(bytes: Base64Bytes): ImageSize | undefined {
  if (!bytes.has('GIF87a', 0) && !bytes.has('GIF89a', 0)) return undefined;
  const flags = bytes.byte(10);
  // A colour table has three bytes per colour.
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (bytes.byte(at) === 0x21) at = afterGifBlocks(bytes, at + 2);
  if (bytes.byte(at) !== 0x2c) return undefined;
  const number = (place: number) => bytes.number(place, 2, 'little');
  return {
    width: Math.max(number(6), number(at + 1) + number(at + 5)),
    height: Math.max(number(8), number(at + 3) + number(at + 7)),
  };
}

/** Blocks begin with their length; a length of 0 ends them. */
function afterGifBlocks(bytes: Base64Bytes, start: number): number {
  let at = start;
  for (let length = bytes.byte(at); length > 0; length = bytes.byte(at)) at += 1 + length;
  return at + 1;
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(bytes: Base64Bytes): ImageSize | undefined {
  if (!bytes.has('RIFF', 0) || !bytes.has('WEBP', 8)) return undefined;
  const number = (at: number, length: number) => bytes.number(at, length, 'little');
  if (bytes.has('VP8X', 12)) return { width: number(24, 3) + 1, height: number(27, 3) + 1 };
  if (bytes.has('VP8 ', 12) && bytes.has('\x9d\x01\x2a', 23)) {
    return { width: number(26, 2) & 0x3fff, height: number(28, 2) & 0x3fff };
  }
  if (bytes.has('VP8L', 12) && bytes.byte(20) === 0x2f) {
    const bits = number(21, 4);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return undefined;
}
