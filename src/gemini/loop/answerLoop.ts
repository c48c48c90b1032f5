import type {
  Content,
  GenerateContentConfig,
  GenerateContentParameters,
  GenerateContentResponse,
  Blob as InlineData,
  Part,
  GenerateContentResponseUsageMetadata as Usage,
} from '@google/genai';
import { abortable, wait } from '../../async/abort.ts';
import { candidateOf, hasSources } from '../codec/candidate.ts';
import { type AnswerContext, carry, contextAfter, createChunk, rewrite } from '../codec/chunk.ts';
import { decodeResult, type ProgramResult } from '../codec/decode.ts';
import type { Dialect } from '../codec/dialect.ts';
import { Answers, encodeResult } from '../codec/encode.ts';
import type { Program } from '../codec/languages.ts';
import { noteAnswered } from '../codec/localResponse.ts';
import { fitAll, type PictureLimits } from '../codec/pictures.ts';
import { movePictures } from '../codec/refusedPictures.ts';
import { type ConfigContext, encodeConfig, type LoopState } from '../request/config.ts';
import { type Callables, refuseCall } from './callables.ts';
import { endingOf, STOP } from './ending.ts';
import { type Job, ModelTurn } from './modelTurn.ts';
import { NO_PROGRESS, type Progress } from './progress.ts';
import { delayAfter, type RetryOptions } from './retry.ts';

/** Requests in a row to a model that says nothing that makes sense, the first included. */
const MAX_FAILED_TURNS = 3;
/** What a model that writes its programs as text is told where no more of them is run. */
const NO_MORE_RUNS = 'No more code is run now. Answer in words, with what you know.';
/** What the model is told of a call without a program. */
const NO_CODE = { outcome: 'OUTCOME_FAILED', output: 'The function takes one argument: code, a string.\n' } as const;

export type AskModel = (params: GenerateContentParameters) => AsyncIterable<GenerateContentResponse>;

/** What came of a program. */
export interface ProgramRun extends ProgramResult {
  pictures?: InlineData[];
  /** Why it cannot be run in a browser at all, where that turned out. */
  impossible?: string;
}

/** A question, ready to be put to the model. */
export interface LocalRequest {
  params: GenerateContentParameters;
  config: GenerateContentConfig;
  /** As the model gets them. */
  contents: Content[];
  dialect: Dialect;
  callables: Callables;
  instruction: string;
  limits: AnswerLimits;
}

export interface AnswerLimits {
  /** Failing runs in a row after which the model is asked to answer without running more. */
  failures: number;
  /** Runs and calls in one answer after which the same happens, so that no model can go on, and bill, for ever. */
  runs: number;
  /** Turns of the model in which functions of the caller's are called. After that they are offered no more. */
  callTurns: number;
  pictures: PictureLimits;
  retry: RetryOptions;
}

/** Who does what an answer takes, and hears of it. */
export interface LoopCallbacks {
  askModel: AskModel;
  /** @param id counts up from 1 */
  runProgram: (program: Program & { code: string }, id: number) => Promise<ProgramRun>;
  /** Hears of the tokens of each request, and of all of the answer so far. */
  onUsage: (usage: Usage, total: Usage) => void;
  onRetry: (retry: { reason: string; attempt: number; delayMs: number }) => void;
}

/**
 * The answer to a request that has the `codeExecution` tool: asks the model, runs what it calls for, sends back what came of it, until it
 * answers. Its chunks are what the server would have streamed. Only the last has a finish reason, and each has parts: the SDK's chat
 * forgets a turn otherwise.
 */
export class AnswerLoop {
  readonly #request: LocalRequest;
  readonly #config: ConfigContext;
  /** The question. */
  #asked: readonly Content[];
  /** What the model is told after it. */
  #contents: readonly Content[];
  #context: AnswerContext;
  #dialect: Dialect;
  #progress: Progress;
  /** What was given to the caller since. */
  readonly #unsettled: GenerateContentResponse[] = [];
  #programs: number;
  #runs: number;
  #callTurns: number;
  #failuresInARow: number;

  /** @param progress of an earlier answer to the same question, which this one goes on from */
  constructor(request: LocalRequest, progress = NO_PROGRESS) {
    this.#request = request;
    this.#dialect = request.dialect;
    const { dialect, callables, instruction } = request;
    this.#config = { dialect, callables, instruction };
    this.#asked = request.contents;
    this.#progress = progress;
    this.#contents = progress.contents;
    this.#context = progress.context;
    this.#programs = progress.programs;
    this.#runs = progress.runs;
    this.#callTurns = progress.callTurns;
    this.#failuresInARow = progress.failuresInARow;
  }

  /** What was given to the caller so far. */
  get given(): readonly GenerateContentResponse[] {
    return [...this.#progress.given, ...this.#unsettled];
  }

  /** What was given, for whoever goes on with the answer. */
  get context(): AnswerContext {
    return this.#context;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /**
   * What had been given already of an answer that goes on is given again.
   *
   * @returns why the answer cannot be had here, where that turned out
   */
  async *chunks(surroundings: LoopCallbacks): AsyncGenerator<GenerateContentResponse, string | undefined> {
    yield* this.#progress.given;
    for (;;) {
      const state = this.#state;
      const { turn, last, rest } = yield* this.#ask(surroundings, state);
      // A model that calls although it may not is not asked again. What it calls of the caller's is left to the caller, as by the SDK.
      const jobs = state.exhausted ? [] : turn.jobs;
      const toDo = jobs.filter(({ type }) => type !== 'hand-over' && !(type === 'call' && state.callsExhausted));
      for (const job of toDo) if (job.type === 'call') noteAnswered(job.call);
      if (toDo.length === 0) {
        // A prompt that was blocked at once is no answer; later on, what had run must not be lost for it.
        const isBlocked = turn.blocked !== undefined && this.given.length === 0;
        yield this.#give(rewrite(last, rest, this.#context, isBlocked ? undefined : endingOf(turn)));
        return undefined;
      }
      if (rest.length > 0 || hasSources(last)) yield this.#give(rewrite(last, rest, this.#context));
      const reply = rewrite(last, [], this.#context);
      // The caller's own functions are the caller's to answer, together with ours.
      const isHandedOver = toDo.length < jobs.length;
      const { answers, impossible } = yield* this.#doAll(toDo, reply, isHandedOver, surroundings);
      if (isHandedOver) return undefined;
      this.#context = contextAfter(this.given, reply);
      if (impossible !== undefined) return impossible;
      this.#contents = [...this.#contents, turn.content, answers.content];
      this.#settle();
    }
  }

  get #state(): LoopState {
    const { failures, runs, callTurns } = this.#request.limits;
    return {
      runs: this.#runs,
      callTurns: this.#callTurns,
      exhausted: this.#failuresInARow >= failures || this.#runs >= runs,
      callsExhausted: this.#callTurns >= callTurns,
    };
  }

  /** What the model is asked. One that has no functions cannot be kept from calling them, and is told. */
  #contentsFor({ exhausted }: LoopState): Content[] {
    const contents = [...this.#asked, ...this.#contents];
    const last = contents.at(-1);
    if (!exhausted || this.#dialect.protocol !== 'fences' || last?.role !== 'user') return contents;
    return [...contents.slice(0, -1), { ...last, parts: [...(last.parts ?? []), { text: NO_MORE_RUNS }] }];
  }

  /** Asks until the model says something that makes sense, and gives all of it but what is to come with the end of its turn. */
  async *#ask(surroundings: LoopCallbacks, state: LoopState): AsyncGenerator<GenerateContentResponse, Reply> {
    const { limits, params, config } = this.#request;
    const encoded = encodeConfig(config, this.#config, state);
    for (let attempt = 1; ; attempt += 1) {
      const turn = new ModelTurn(this.#dialect, this.#request.callables);
      const given = this.#unsettled.length;
      try {
        const chunks = surroundings.askModel({
          ...params,
          contents: this.#contentsFor(state),
          config: encoded,
        });
        const reply = yield* this.#listen(turn, chunks);
        const total = rewrite(reply.last, [], this.#context);
        const { usageMetadata: usage } = total;
        if (reply.last.usageMetadata && usage) surroundings.onUsage(reply.last.usageMetadata, usage);
        const reason = attempt < MAX_FAILED_TURNS ? turn.failure : undefined;
        if (reason === undefined) return reply;
        if (reply.rest.length > 0) yield this.#give(rewrite(reply.last, reply.rest, this.#context));
        surroundings.onRetry({ reason, attempt, delayMs: 0 });
        this.#context = contextAfter(this.given, total);
        this.#contents = [...this.#contents, ...turn.correction];
      } catch (error) {
        config.abortSignal?.throwIfAborted();
        if (this.#movePictures(error)) continue;
        // What the caller has seen of it cannot be taken back.
        const delayMs = this.#unsettled.length > given ? undefined : delayAfter(error, attempt, limits.retry);
        if (delayMs === undefined) throw error;
        surroundings.onRetry({ reason: error instanceof Error ? error.message : String(error), attempt, delayMs });
        await wait(delayMs, config.abortSignal);
      }
    }
  }

  async *#listen(
    turn: ModelTurn,
    chunks: AsyncIterable<GenerateContentResponse>,
  ): AsyncGenerator<GenerateContentResponse, Reply> {
    let last: GenerateContentResponse | undefined;
    let held: Part[] = [];
    let isGiven = true;
    for await (const chunk of chunks) {
      // The SDK's chat takes a finish reason in the middle for the end: what comes with one waits until it is clear that it is the end.
      if (last && held.length > 0) yield this.#give(rewrite(last, held, this.#context));
      last = last ? carry(last, isGiven || held.length > 0, chunk) : chunk;
      const parts = turn.add(chunk);
      held = candidateOf(chunk)?.finishReason === undefined ? [] : parts;
      isGiven = held.length === 0 && parts.length > 0;
      if (isGiven) yield this.#give(rewrite(last, parts, this.#context));
    }
    if (!last) throw new TypeError('The API gave an empty stream: a network failure.');
    return { turn, last, rest: [...held, ...turn.end()] };
  }

  /** Does what the model wants to have done, one after the other, and gives what came of each. */
  async *#doAll(
    jobs: readonly Job[],
    reply: GenerateContentResponse,
    isEnd: boolean,
    surroundings: LoopCallbacks,
  ): AsyncGenerator<GenerateContentResponse, { answers: Answers; impossible: string | undefined }> {
    const answers = new Answers(this.#dialect);
    let impossible: string | undefined;
    if (jobs.some(({ type }) => type === 'call')) this.#callTurns += 1;
    for (const [index, job] of jobs.entries()) {
      const { parts, ...done } = await this.#do(job, answers, surroundings);
      impossible ??= done.impossible;
      const isLast = isEnd && index === jobs.length - 1;
      if (parts.length > 0 || isLast)
        yield this.#give(createChunk(reply, parts.length > 0 ? parts : [{ text: '' }], isLast ? STOP : undefined));
    }
    return { answers, impossible };
  }

  async #do(
    job: Job,
    answers: Answers,
    { runProgram }: LoopCallbacks,
  ): Promise<{ parts: Part[]; impossible?: string | undefined }> {
    this.#runs += 1;
    const { callables, config, limits } = this.#request;
    if (job.type === 'unknown') {
      const { functions, protocol } = this.#dialect;
      answers.add(refuseCall(job.call, [...callables.names, ...(protocol === 'fences' ? [] : functions.names)]));
      return { parts: [] };
    }
    if (job.type !== 'program') {
      const parts = await abortable(callables.call(job.call), config.abortSignal);
      for (const part of parts) {
        if (part.inlineData) answers.addPicture(part);
        else answers.add(part);
      }
      // Anything else would be taken for what the model said, when it comes back in the history.
      return { parts: parts.filter(({ functionResponse, inlineData }) => functionResponse ?? inlineData) };
    }
    const { program, call } = job;
    const { code } = program;
    if (code !== undefined) this.#programs += 1;
    const run: ProgramRun = code === undefined ? NO_CODE : await runProgram({ ...program, code }, this.#programs);
    this.#failuresInARow = run.outcome === 'OUTCOME_OK' ? 0 : this.#failuresInARow + 1;
    const result = decodeResult(call ?? {}, run);
    answers.add(encodeResult(call, result.codeExecutionResult));
    const pictures = run.pictures ?? [];
    for (const inlineData of await fitAll(pictures, limits.pictures)) answers.addPicture({ inlineData });
    const shown = code === undefined ? [] : [result, ...pictures.map((inlineData) => ({ inlineData }))];
    return { parts: shown, impossible: run.impossible };
  }

  #movePictures(error: unknown): boolean {
    const contents = [...this.#asked, ...this.#contents];
    const moved = movePictures({ contents, dialect: this.#dialect }, error);
    if (!moved) return false;
    this.#asked = moved.contents.slice(0, this.#asked.length);
    this.#contents = moved.contents.slice(this.#asked.length);
    this.#dialect = moved.dialect;
    return true;
  }

  #give(chunk: GenerateContentResponse): GenerateContentResponse {
    this.#unsettled.push(chunk);
    return chunk;
  }

  #settle(): void {
    this.#progress = {
      given: this.given,
      contents: this.#contents,
      context: this.#context,
      programs: this.#programs,
      runs: this.#runs,
      callTurns: this.#callTurns,
      failuresInARow: this.#failuresInARow,
    };
    this.#unsettled.length = 0;
  }
}

interface Reply {
  turn: ModelTurn;
  last: GenerateContentResponse;
  /** Parts of the last chunk. */
  rest: Part[];
}
