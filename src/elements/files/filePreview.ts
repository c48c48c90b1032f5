import { toBase64 } from '../../bytes/base64.ts';
import { imageSize, MAX_PIXELS } from '../../pictures/imageSize.ts';
import { isRaster, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { FileInfo } from '../../protocol.ts';

/** Bytes of a file that can be looked at. */
const MAX_SIZE = 20_000_000;
/** Characters of a text that are shown. */
const MAX_TEXT = 100_000;
const TEXT = /^(?:text\/|application\/(?:json|xml|javascript|x-sh|x-ndjson|yaml|toml|sql)$)/;

/** What a file looks like. */
export type FilePreview =
  | { type: 'picture'; mimeType: string; data: string }
  | { type: 'text'; text: string; isCut: boolean }
  | { type: 'none'; reason: string };

/** Whether there is a way to show it. What it is called tells; what it is, {@link previewOf}. */
export function canPreview({ mimeType, size }: FileInfo): boolean {
  return size <= MAX_SIZE && (isRaster(mimeType) || TEXT.test(mimeType) || mimeType === SVG_MIME_TYPE);
}

/** Makes of a file's bytes what can be shown. They come from code that is not trusted: HTML and SVG are shown as text. */
export function previewOf(mimeType: string, bytes: Uint8Array): FilePreview {
  if (isRaster(mimeType)) return pictureOf(mimeType, bytes);
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * MAX_TEXT));
  return { type: 'text', text: text.slice(0, MAX_TEXT), isCut: text.length > MAX_TEXT };
}

function pictureOf(mimeType: string, bytes: Uint8Array): FilePreview {
  const data = toBase64(bytes);
  const size = imageSize(mimeType, data);
  if (!size) return { type: 'none', reason: 'It is no such picture as its name says.' };
  if (size.width * size.height <= MAX_PIXELS) return { type: 'picture', mimeType, data };
  return { type: 'none', reason: `It has ${size.width} × ${size.height} pixels, which is more than can be shown.` };
}
