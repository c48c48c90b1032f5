import { toBase64 } from '../../bytes/base64.ts';
import { imageSize, MAX_PIXELS } from '../../pictures/imageSize.ts';
import { isRaster, SVG_MIME_TYPE } from '../../pictures/mediaTypes.ts';
import type { FileInfo } from '../../protocol.ts';

/** The largest file with a preview, in bytes. */
const MAX_SIZE = 20_000_000;
/** The number of characters that are shown. */
const MAX_TEXT = 100_000;
const TEXT = /^(?:text\/|application\/(?:json|xml|javascript|x-sh|x-ndjson|yaml|toml|sql)$)/;

/** The preview of a file. */
export type FilePreview =
  | { type: 'picture'; mimeType: string; data: string }
  | { type: 'text'; text: string; isCut: boolean }
  | { type: 'none'; reason: string };

/** Whether a file has a preview, by its type and size. Its bytes may still be something else: see {@link previewOf}. */
export function canPreview({ mimeType, size }: FileInfo): boolean {
  return size <= MAX_SIZE && (isRaster(mimeType) || TEXT.test(mimeType) || mimeType === SVG_MIME_TYPE);
}

/** Returns the preview of a file. Its bytes come from untrusted code: HTML and SVG are shown as text. */
export function previewOf(mimeType: string, bytes: Uint8Array): FilePreview {
  if (isRaster(mimeType)) return pictureOf(mimeType, bytes);
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * MAX_TEXT));
  return { type: 'text', text: text.slice(0, MAX_TEXT), isCut: text.length > MAX_TEXT };
}

function pictureOf(mimeType: string, bytes: Uint8Array): FilePreview {
  const data = toBase64(bytes);
  const size = imageSize(mimeType, data);
  if (!size) return { type: 'none', reason: 'The file is not the kind of picture that its name says.' };
  if (size.width * size.height <= MAX_PIXELS) return { type: 'picture', mimeType, data };
  return { type: 'none', reason: `It has ${size.width} × ${size.height} pixels, more than can be shown.` };
}
