import { type FunctionCall, Language, Outcome, type Part } from '@google/genai';
import type { RunResult } from '../sandbox/result.ts';
import { codeOf, isPythonCall } from './tool.ts';

/**
 * Gives a model's part as the server would have sent it: the call of our function becomes `executableCode`. The thought signature
 * and the call's id stay on that very part, so that {@link encodeContents} can turn it back.
 */
export function decodePart(part: Part): Part {
  const { functionCall, ...rest } = part;
  if (!isPythonCall(functionCall)) return part;
  const id = functionCall.id === undefined ? {} : { id: functionCall.id };
  return { ...rest, executableCode: { ...id, language: Language.PYTHON, code: codeOf(functionCall) ?? '' } };
}

/** Gives what a run left behind as the part that the server sends after `executableCode`. */
export function decodeResult(call: FunctionCall, { outcome, output }: Pick<RunResult, 'outcome' | 'output'>): Part {
  const id = call.id === undefined ? {} : { id: call.id };
  return { codeExecutionResult: { ...id, outcome: Outcome[outcome], output } };
}
