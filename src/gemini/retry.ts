import { ApiError, type GenerateContentConfig, type HttpRetryOptions } from '@google/genai';
import { wait } from '../async/abort.ts';
import { errorMessage, GloveboxError, isNetworkFailure } from '../errors.ts';

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

/** Translates the SDK's options of a single request, which are in seconds. */
export function retryOptionsOf({ attempts, initialDelay, maxDelay }: HttpRetryOptions = {}): Partial<RetryOptions> {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(initialDelay !== undefined && { initialDelayMs: initialDelay * 1000 }),
    ...(maxDelay !== undefined && { maxDelayMs: maxDelay * 1000 }),
  };
}

/** Turns off the SDK's own retries, which would multiply with ours. */
export function withoutRetries(config: GenerateContentConfig | undefined): GenerateContentConfig {
  return { ...config, httpOptions: { ...config?.httpOptions, retryOptions: { attempts: 1 } } };
}

/** Status codes of temporary failures. @see https://ai.google.dev/gemini-api/docs/troubleshooting */
const TEMPORARY = [408, 429, 500, 502, 503, 504];

/**
 * Decides whether and when to repeat a failed request.
 *
 * @param attempt the number of the failed attempt, from 1
 * @returns the pause in ms; `undefined` if the request should not be repeated
 */
export function delayAfter(error: unknown, attempt: number, options: RetryOptions): number | undefined {
  if (attempt >= options.attempts || !isTemporary(error)) return undefined;
  const asked = error instanceof ApiError ? retryDelayIn(error.message) : undefined;
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
  if ('status' in error && typeof error.status === 'number')
    return TEMPORARY.includes(error.status) && !/PerDay/.test(error.message);
  if (error instanceof TypeError && isNetworkFailure(error.message)) return true;
  // The SDK's errors for a connection that broke in the middle of a message, and for a request that timed out.
  if (/^(Incomplete JSON segment at the end|Request timed out\..*)$/.test(error.message)) return true;
  // Its other errors of connections wrap the failure. A minifier changes their names.
  return !GloveboxError.is(error) && isTemporary(error.cause);
}

/**
 * @returns milliseconds
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto RetryInfo
 */
function retryDelayIn(message: string): number | undefined {
  const [, seconds] = /"retryDelay"\s*:\s*"([\d.]+)s"/.exec(message) ?? [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
