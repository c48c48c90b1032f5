import type { GenerateContentResponse } from '@google/genai';

/** Partial answers, by the error that ended them. */
const PARTIAL = new WeakMap<object, GenerateContentResponse>();

/**
 * Gives the part of an answer that had arrived before it failed: text, code and results. The same request, made again, continues from there.
 *
 * @param error with which a call of a `withLocalPython` client rejected
 * @returns `undefined` if nothing had arrived
 */
export function partialAnswer(error: unknown): GenerateContentResponse | undefined {
  return typeof error === 'object' && error !== null ? PARTIAL.get(error) : undefined;
}

/** @param answer the part that had arrived */
export function rememberPartialAnswer(error: object, answer: GenerateContentResponse): void {
  PARTIAL.set(error, answer);
}
