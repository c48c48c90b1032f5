import { type Behaviors, MAX_REQUEST_BYTES } from '../behaviors.ts';
import { invalidArgument, type Verdict } from '../errors.ts';

/** gemini-srt-translator #63 */
export function bodyFits({ bodyBytes }: { bodyBytes: number }, { maxRequestBytes }: Behaviors): Verdict {
  const limit = maxRequestBytes ?? MAX_REQUEST_BYTES;
  return bodyBytes > limit ? invalidArgument(`Request payload size exceeds the limit: ${limit} bytes.`) : undefined;
}
