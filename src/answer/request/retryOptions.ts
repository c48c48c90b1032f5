import type { GenerateContentConfig, HttpRetryOptions } from '@google/genai';
import type { RetryOptions } from '../retry.ts';

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
