import type { FunctionCall } from '@google/genai';

/** Calls that were answered here, so that the application must not answer them again. */
const ANSWERED = new WeakSet<FunctionCall>();

export function markAnswered(call: FunctionCall): void {
  ANSWERED.add(call);
}

export function isAnswered(call: FunctionCall): boolean {
  return ANSWERED.has(call);
}
