import { ApiError, type GenerateContentConfig, type HttpRetryOptions } from '@google/genai';
import { wait } from '../async/abort.ts';
import { errorMessage, isNetworkFailure } from '../errors.ts';

/** How often, and how long, an answer waits for an API that refuses it for the moment. */
export interface RetryOptions {
  /** Requests that are made in place of one, the first included. 1 gives up at once. @default 4 */
  attempts: number;
  /** Milliseconds before the second; each further one waits twice as long, the half of it by chance. @default 1000 */
  initialDelayMs: number;
  /** Milliseconds: where the API asks for a longer wait, it is not waited for. @default 60000 */
  maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryOptions = { attempts: 4, initialDelayMs: 1000, maxDelayMs: 60_000 };

/** What the caller says of one request in the SDK's own words, in ours. The SDK counts seconds. */
export function retryOptionsOf({ attempts, initialDelay, maxDelay }: HttpRetryOptions = {}): Partial<RetryOptions> {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(initialDelay !== undefined && { initialDelayMs: initialDelay * 1000 }),
    ...(maxDelay !== undefined && { maxDelayMs: maxDelay * 1000 }),
  };
}

/** A config with which the SDK asks once. What asks again is here: both together would multiply. */
export function withoutRetries(config: GenerateContentConfig | undefined): GenerateContentConfig {
  return { ...config, httpOptions: { ...config?.httpOptions, retryOptions: { attempts: 1 } } };
}

/** Those of the API that pass by. @see https://ai.google.dev/gemini-api/docs/troubleshooting */
const PASSING = [408, 429, 500, 502, 503, 504];

/**
 * Milliseconds to wait before a request is made again that failed.
 *
 * @param attempt of how many this is, from 1
 * @returns `undefined` where it is not to be made again
 */
export function delayAfter(error: unknown, attempt: number, options: RetryOptions): number | undefined {
  if (attempt >= options.attempts || !isPassing(error)) return undefined;
  const asked = error instanceof ApiError ? retryDelayIn(error.message) : undefined;
  if (asked !== undefined) return asked <= options.maxDelayMs ? asked : undefined;
  const delay = Math.min(options.initialDelayMs * 2 ** (attempt - 1), options.maxDelayMs);
  return delay / 2 + (Math.random() * delay) / 2;
}

/** Asks again where asking fails for the moment, unless something of the answer was given already: that cannot be taken back. */
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

function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return PASSING.includes(error.status) && !/PerDay/.test(error.message);
  if (!(error instanceof Error)) return false;
  // The network, and the SDK's word for a connection that broke in the middle of a message.
  return error instanceof TypeError
    ? isNetworkFailure(error.message)
    : error.message === 'Incomplete JSON segment at the end';
}

/**
 * @returns milliseconds
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto RetryInfo
 */
function retryDelayIn(message: string): number | undefined {
  const [, seconds] = /"retryDelay"\s*:\s*"([\d.]+)s"/.exec(message) ?? [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
