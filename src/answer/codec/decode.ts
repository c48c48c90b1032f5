import type { CodeExecutionResult, FunctionCall, Outcome, Part } from '@google/genai';
import { asLanguage, type CodeFunctions } from './codeFunctions.ts';
import type { Program } from './languages.ts';
import type { LocalPart } from './localCall.ts';
import type { Outcome as OutcomeName } from './outcome.ts';

/**
 * Makes the part that the server would have sent: a call of our function becomes `executableCode`. It keeps the call's id, and its name and
 * thought signature in `localCall`, so that {@link encodeContents} can restore the call.
 */
export function decodePart(part: Part, functions: CodeFunctions): LocalPart {
  const { functionCall, thoughtSignature, ...rest } = part;
  const program = functionCall && functions.programOf(functionCall);
  if (!program) return part;
  const { name = '' } = functionCall;
  const localCall = { name, ...(thoughtSignature !== undefined && { thoughtSignature }) };
  return { ...rest, ...executableCode(program, functionCall), localCall };
}

export function executableCode({ language, code = '' }: Program, { id }: FunctionCall = {}): Part {
  return { executableCode: { ...(id !== undefined && { id }), language: asLanguage(language), code } };
}

/** The result of a program, as the model gets it. */
export interface ProgramResult {
  outcome: OutcomeName;
  output: string;
}

/** Makes the part that the server sends after `executableCode`. */
export function decodeResult(
  { id }: FunctionCall,
  { outcome, output }: ProgramResult,
): { codeExecutionResult: CodeExecutionResult } {
  return { codeExecutionResult: { ...(id !== undefined && { id }), outcome: outcome as Outcome, output } };
}
