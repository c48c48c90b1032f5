import type { Step } from './wire.ts';

/** Whether the step is of a tool that Google's servers run, such as their search. */
export function isOfServerTool({ type }: Step): boolean {
  return /_(call|result)$/.test(type) && !type.startsWith('function_');
}

/**
 * Whether the server can't go on from its own answer because a tool of its own ran there: with 501, or with 400 after a stream of
 * `gemini-3.8-flash`.
 *
 * @see https://github.com/googleapis/js-genai/issues/1694
 */
export function refusesToolHistory(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return error.status === 501 || (error.status === 400 && /tool_call part does not match/.test(error.message));
}
