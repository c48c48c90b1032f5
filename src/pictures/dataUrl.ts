import { imageSize, MAX_PIXELS } from './imageSize.ts';
import type { Unfit } from './unfit.ts';

/** Says why a browser should not decode a picture, judging by the size in its header; `undefined` if it may. */
export function whyUnfitPixels(mimeType: string, base64: string): Unfit | undefined {
  const size = imageSize(mimeType, base64);
  if (!size) return { why: 'invalid' };
  const { width, height } = size;
  return width * height <= MAX_PIXELS ? undefined : { why: 'pixels', width, height, limit: MAX_PIXELS };
}

/** The parts of a `data:` URL. @see https://www.rfc-editor.org/rfc/rfc2397 */
interface DataAddress {
  mimeType: string;
  /** Whether {@link content} is base64. */
  isBase64: boolean;
  /** Base64 without white space, which browsers skip; or the decoded text. */
  content: string;
}

export function readDataAddress(address: string): DataAddress | undefined {
  const [, type = '', content = ''] = /^\s*data:([^,]*),([\s\S]*)$/i.exec(address) ?? [];
  const [mimeType = '', ...parameters] = type
    .toLowerCase()
    .split(';')
    .map((each) => each.trim());
  if (mimeType === '') return undefined;
  const isBase64 = parameters.at(-1) === 'base64';
  const text = unescaped(content);
  return { mimeType, isBase64, content: isBase64 ? text.replace(/\s+/g, '') : text };
}

/** As {@link whyUnfitPixels}, for the `data:` URL of a raster picture. */
export function whyUnfitAddress(address: string): Unfit | undefined {
  const data = readDataAddress(address);
  if (!data?.isBase64) return { why: 'notBase64' };
  return whyUnfitPixels(data.mimeType, data.content);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
