import { type CodeExecutionResult, type FunctionCall, Outcome, type Part } from '@google/genai';
import type { RunResult } from '../sandbox/result.ts';
import { asLanguage, type CodeFunctions, type Program } from './languages.ts';

/**
 * Gives a model's part as the server would have sent it: the call of our function becomes `executableCode`. The thought signature
 * and the call's id stay on that very part, so that {@link encodeContents} can turn it back.
 */
export function decodePart(part: Part, functions: CodeFunctions): Part {
  const { functionCall, ...rest } = part;
  const program = functionCall && functions.programOf(functionCall);
  return program ? { ...rest, ...executableCode(program, functionCall) } : part;
}

export function executableCode({ language, code = '' }: Program, { id }: FunctionCall = {}): Part {
  return { executableCode: { ...(id !== undefined && { id }), language: asLanguage(language), code } };
}

/** Gives what a run left behind as the part that the server sends after `executableCode`. */
export function decodeResult(
  { id }: FunctionCall,
  { outcome, output }: Pick<RunResult, 'outcome' | 'output'>,
): { codeExecutionResult: CodeExecutionResult } {
  return { codeExecutionResult: { ...(id !== undefined && { id }), outcome: Outcome[outcome], output } };
}
