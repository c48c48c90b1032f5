import { imageSize, MAX_PIXELS } from '../pictures/imageSize.ts';
import type { ChartReport } from '../protocol.ts';

/** Pixels of the highest frame. */
const MAX_HEIGHT = 20_000;
/** Characters of a picture in base64: 6 MiB of PNG. */
const MAX_PICTURE = 8 * 1024 ** 2;
/** Characters of a text that a frame sends. */
const MAX_LENGTH = 500;

/**
 * Reads a message from the frame of a chart. The chart is of untrusted code, and so may be what the frame says.
 *
 * @returns `undefined` if it is malformed
 */
export function readChartReport(data: unknown): ChartReport | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined;
  switch (data.type) {
    case 'started':
      return 'secret' in data && isText(data.secret) ? { type: 'started', secret: data.secret } : undefined;
    case 'height':
      return 'height' in data && isHeight(data.height) ? { type: 'height', height: data.height } : undefined;
    case 'picture':
      return 'data' in data && isPicture(data.data) ? { type: 'picture', data: data.data } : undefined;
    case 'refused':
      return 'address' in data && isText(data.address) ? { type: 'refused', address: data.address } : undefined;
    case 'noted':
    case 'failed':
      return 'message' in data && isText(data.message) ? { type: data.type, message: data.message } : undefined;
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH;
}

function isPicture(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_PICTURE) return false;
  const { width, height } = imageSize('image/png', value) ?? { width: 0, height: 0 };
  return width > 0 && height > 0 && width * height <= MAX_PIXELS;
}

function isHeight(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_HEIGHT;
}
