import type { FunctionCall, FunctionResponse } from '@google/genai';
import { decodeResult } from '../../answer/codec/decode.ts';
import { encodeResult } from '../../answer/codec/encode.ts';
import type { ProgramRun } from '../../answer/loop/jobRunner.ts';
import { truncate } from '../../text/truncate.ts';

/** Characters of an output that the model gets: it speaks about them. The application gets the whole output. */
const MAX_OUTPUT = 4000;

/** The result of a program that is not run, because the turn has had its runs. */
export const NO_MORE_RUNS: ProgramRun = {
  outcome: 'OUTCOME_FAILED',
  output: 'No more code is run in this turn. Answer with what you know.\n',
};

/** The result of a program that the model took back. */
export const CANCELLED: ProgramRun = {
  outcome: 'OUTCOME_FAILED',
  output: 'The run was cancelled.\n',
  isRefused: true,
};

/**
 * Makes the response to a call. It is never empty: models repeat calls with an empty result.
 *
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/live-api/migrate-from-gemini-2-5-to-gemini-3-8-live
 */
export function answerCall(call: FunctionCall, { outcome, output, pictures = [] }: ProgramRun): FunctionResponse {
  const printed = output.trim() === '' ? 'The code ran, and printed nothing.\n' : truncate(output, MAX_OUTPUT);
  const shown = pictures.length > 0 ? `The user sees ${count(pictures.length)} that the code made.\n` : '';
  const result = { outcome, output: `${printed}${shown}` };
  const { functionResponse } = encodeResult(call, decodeResult(call, result).codeExecutionResult);
  // The SDK refuses a response without an id.
  return { id: '', ...functionResponse };
}

function count(pictures: number): string {
  return pictures === 1 ? 'the picture' : `the ${pictures} pictures`;
}
