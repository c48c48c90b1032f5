import type { ChartReport } from '../protocol.ts';

/** Pixels of the highest frame. */
const MAX_HEIGHT = 20_000;
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
    case 'refused':
      return 'address' in data && isText(data.address) ? { type: 'refused', address: data.address } : undefined;
    case 'failed':
      return 'message' in data && isText(data.message) ? { type: 'failed', message: data.message } : undefined;
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH;
}

function isHeight(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_HEIGHT;
}
