import type { GenerateContentResponse } from '@google/genai';

/** What had been given of an answer, by the error that ended it. */
const PARTIAL = new WeakMap<object, GenerateContentResponse>();

/**
 * What an answer had come to when it failed: the code that was run, and what came of it. The same request, made again, goes on from
 * there.
 *
 * @param error what a call of a client of `withLocalPython` was rejected with
 */
export function partialAnswer(error: unknown): GenerateContentResponse | undefined {
  return typeof error === 'object' && error !== null ? PARTIAL.get(error) : undefined;
}

/** @param answer what the error leaves of it */
export function rememberPartialAnswer(error: object, answer: GenerateContentResponse): void {
  PARTIAL.set(error, answer);
}
