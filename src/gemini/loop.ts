import {
  FinishReason,
  type FunctionCall,
  type GenerateContentParameters,
  type GenerateContentResponse,
  type Part,
} from '@google/genai';
import type { RunResult } from '../sandbox/result.ts';
import { type AnswerContext, isMeaningful, partsOf, resultChunk, rewrite } from './chunk.ts';
import { listContents } from './contents.ts';
import { decodePart, decodeResult } from './decode.ts';
import { encodeConfig, encodeContents, encodeResult } from './encode.ts';
import { nameFiles, type UserFile } from './files.ts';
import { codeOf, isPythonCall } from './tool.ts';

/** Failing runs in a row after which the model is asked to answer without running more: Gemini's own limit. */
const MOST_FAILURES = 5;
/** Runs in one answer after which the same happens, so that no model can go on, and bill, for ever. */
const MOST_RUNS = 50;

/** What the model is told of a call without a program. */
const NO_CODE = { outcome: 'OUTCOME_FAILED', output: 'run_python takes one argument: code, a string.' } as const;

export type AskModel = (params: GenerateContentParameters) => AsyncIterable<GenerateContentResponse>;
/** Runs the code of an answer, where the files that the user sent are at hand; `id` counts up from 1. */
export type RunPython = (code: string, id: number, files: UserFile[]) => Promise<Pick<RunResult, 'outcome' | 'output'>>;

/**
 * Answers a request that has the `codeExecution` tool: asks the model, runs what it calls for, sends back what came of it, until it
 * answers. Yields what the server would have streamed. Only the last chunk has a finish reason, and each has parts: the SDK's chat
 * forgets a turn otherwise.
 */
export async function* answer(
  params: GenerateContentParameters,
  askModel: AskModel,
  runPython: RunPython,
): AsyncGenerator<GenerateContentResponse, void> {
  const { contents, files } = nameFiles(encodeContents(listContents(params.contents)));
  let context: AnswerContext = { responseId: undefined, usage: undefined };
  let runs = 0;
  let failuresInARow = 0;
  for (;;) {
    const exhausted = failuresInARow >= MOST_FAILURES || runs >= MOST_RUNS;
    const config = encodeConfig(params.config ?? {}, { runs, exhausted });
    const turn = yield* streamTurn(askModel({ ...params, contents, config }), context, exhausted);
    const calls = turn.pythonCalls();
    // A model that calls although it may not is not asked again.
    if (!turn.last || calls.length === 0 || exhausted) return;
    context = { responseId: turn.last.responseId, usage: turn.last.usageMetadata };

    const responses: Part[] = [];
    for (const call of calls) {
      runs += 1;
      const code = codeOf(call);
      const result = code === undefined ? NO_CODE : await runPython(code, runs, files);
      failuresInARow = result.outcome === 'OUTCOME_OK' ? 0 : failuresInARow + 1;
      const part = decodeResult(call, result);
      responses.push(encodeResult(part.codeExecutionResult ?? {}));
      const isLast = turn.hasOtherCalls() && responses.length === calls.length;
      // A call without a program is between the model and us: the caller sees neither it nor its result.
      if (code !== undefined || isLast)
        yield resultChunk(turn.last, [code === undefined ? { text: '' } : part], isLast);
    }
    // The caller's own functions are the caller's to answer, together with ours.
    if (turn.hasOtherCalls()) return;
    contents.push({ role: 'model', parts: turn.parts }, { role: 'user', parts: responses });
  }
}

/** Yields the chunks of one request, rewritten as part of the whole answer, and returns what the model said in them. */
async function* streamTurn(
  chunks: AsyncIterable<GenerateContentResponse>,
  context: AnswerContext,
  exhausted: boolean,
): AsyncGenerator<GenerateContentResponse, ModelTurn> {
  const turn = new ModelTurn();
  for await (const chunk of chunks) {
    turn.add(chunk);
    const isLast = turn.finishReason !== undefined && (exhausted || turn.pythonCalls().length === 0);
    const parts = partsOf(chunk).filter(isMeaningful).filter(isForCaller).map(decodePart);
    const rewritten = rewrite(chunk, parts, context, isLast);
    turn.last = rewritten;
    // A prompt that was blocked has no candidates, only feedback.
    if (parts.length > 0 || isLast || !chunk.candidates?.length) yield rewritten;
  }
  return turn;
}

function isForCaller({ functionCall }: Part): boolean {
  return !isPythonCall(functionCall) || codeOf(functionCall) !== undefined;
}

/** What the model said in answer to one request, verbatim: it goes back to it as it came. */
class ModelTurn {
  readonly parts: Part[] = [];
  finishReason: FinishReason | undefined;
  /** The latest chunk, as part of the whole answer. */
  last: GenerateContentResponse | undefined;

  add(chunk: GenerateContentResponse): void {
    this.parts.push(...partsOf(chunk).filter(isMeaningful));
    this.finishReason = chunk.candidates?.[0]?.finishReason ?? this.finishReason;
  }

  /** The calls to run: none where the model was cut off, since a program may then be half a program. */
  pythonCalls(): FunctionCall[] {
    return this.finishReason === FinishReason.STOP ? this.#calls().filter(isPythonCall) : [];
  }

  hasOtherCalls(): boolean {
    return !this.#calls().every(isPythonCall);
  }

  #calls(): FunctionCall[] {
    return this.parts.flatMap(({ functionCall }) => (functionCall ? [functionCall] : []));
  }
}
