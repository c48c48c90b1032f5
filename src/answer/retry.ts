import { wait } from '../async/abort.ts';
import { errorMessage, GloveboxError, isNetworkFailure } from '../errors.ts';
import { isJsonObject } from '../text/parseJson.ts';

/** How requests that fail temporarily are repeated. */
export interface RetryOptions {
  /** Maximum attempts, including the first. 1 never retries. @default 4 */
  attempts: number;
  /** Pause before the second attempt, in ms. It doubles with each further one; half of it is random. @default 1000 */
  initialDelayMs: number;
  /** Longest pause, in ms. If the API asks for a longer one, the request fails. @default 60000 */
  maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryOptions = { attempts: 4, initialDelayMs: 1000, maxDelayMs: 60_000 };

/**
 * Status codes of temporary failures. Anthropic's API answers 529 if it is overloaded.
 *
 * @see https://ai.google.dev/gemini-api/docs/troubleshooting
 * @see https://docs.anthropic.com/en/api/errors
 */
const TEMPORARY = [408, 429, 500, 502, 503, 504, 529];
/** Temporary failures that Anthropic's API tells in a stream, where there is no status. @see https://docs.anthropic.com/en/api/errors */
const TEMPORARY_TYPES = ['overloaded_error', 'api_error', 'rate_limit_error', 'timeout_error'];
/** A quota that is used up for long, in Google's words, and the code of an account without credit at OpenAI. */
const LASTING = /PerDay|insufficient_quota/;

/**
 * Decides whether and when to repeat a failed request.
 *
 * @param attempt the number of the failed attempt, from 1
 * @returns the pause in ms; `undefined` if the request should not be repeated
 */
export function delayAfter(error: unknown, attempt: number, options: RetryOptions): number | undefined {
  if (attempt >= options.attempts || !isTemporary(error)) return undefined;
  const asked = askedDelay(error);
  if (asked !== undefined) return asked <= options.maxDelayMs ? asked : undefined;
  const delay = Math.min(options.initialDelayMs * 2 ** (attempt - 1), options.maxDelayMs);
  return delay / 2 + (Math.random() * delay) / 2;
}

/** Repeats a request that fails temporarily, unless it has given chunks already, which can't be taken back. */
export async function* retrying<Chunk>(
  ask: () => AsyncIterable<Chunk>,
  { retry, signal, onRetry }: Retrying,
): AsyncGenerator<Chunk, void> {
  for (let attempt = 1; ; attempt += 1) {
    let isGiven = false;
    try {
      for await (const chunk of ask()) {
        isGiven = true;
        yield chunk;
      }
      return;
    } catch (error) {
      signal?.throwIfAborted();
      const delayMs = isGiven ? undefined : delayAfter(error, attempt, retry);
      if (delayMs === undefined) throw error;
      onRetry({ reason: errorMessage(error), attempt, delayMs });
      await wait(delayMs, signal);
    }
  }
}

interface Retrying {
  retry: RetryOptions;
  signal: AbortSignal | undefined;
  onRetry: (retry: { reason: string; attempt: number; delayMs: number }) => void;
}

function isTemporary(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The SDK's errors have a status: `ApiError`, and those of the Interactions API, which it does not export.
  if ('status' in error && typeof error.status === 'number') {
    const code = 'code' in error ? error.code : undefined;
    return TEMPORARY.includes(error.status) && !LASTING.test(`${code} ${error.message}`);
  }
  if (TEMPORARY_TYPES.includes(streamedTypeOf(error))) return true;
  if (error instanceof TypeError && isNetworkFailure(error.message)) return true;
  // The SDK's errors for a connection that broke in the middle of a message, and for a request that timed out.
  if (/^(Incomplete JSON segment at the end|Request timed out\..*)$/.test(error.message)) return true;
  // Its other errors of connections wrap the failure. A minifier changes their names.
  return !GloveboxError.is(error) && isTemporary(error.cause);
}

/** The type of an error that came in a stream, which newer versions of Anthropic's SDK also name themselves. */
function streamedTypeOf(error: Error): string {
  const body = 'error' in error && isJsonObject(error.error) ? error.error : {};
  return isJsonObject(body.error) ? String(body.error.type) : '';
}

/** The pause that the API asks for, in ms: in its message, or in the headers that the errors of OpenAI's and Anthropic's SDKs have. */
function askedDelay(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  return retryDelayIn(error.message) ?? ('headers' in error ? retryAfterIn(error.headers) : undefined);
}

/** @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto RetryInfo */
function retryDelayIn(message: string): number | undefined {
  const [, seconds] = /"retryDelay"\s*:\s*"([\d.]+)s"/.exec(message) ?? [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

/**
 * Reads the header that names milliseconds, which the SDKs prefer, or the standard one: seconds, or a date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
function retryAfterIn(headers: unknown): number | undefined {
  if (!(headers instanceof Headers)) return undefined;
  const milliseconds = headers.get('retry-after-ms');
  if (milliseconds !== null) return delayOf(Number(milliseconds));
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  return delayOf(/^\s*[\d.]+\s*$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now());
}

function delayOf(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) ? Math.max(0, Math.ceil(milliseconds)) : undefined;
}
