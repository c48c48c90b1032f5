import type {
  GenerateContentParameters,
  GenerateContentResponse,
  Part,
  GenerateContentResponseUsageMetadata as Usage,
} from '@google/genai';
import { wait } from '../../async/abort.ts';
import { errorMessage } from '../../errors.ts';
import { markAnswered } from '../codec/answeredCalls.ts';
import { hasSources } from '../codec/candidate.ts';
import { type AnswerContext, contextAfter, createChunk, type Finish, rewrite } from '../codec/chunk.ts';
import type { Dialect } from '../codec/dialect.ts';
import { Answers } from '../codec/encode.ts';
import { encodeConfig, type LoopState } from '../request/config.ts';
import type { LocalRequest } from '../request/prepareRequest.ts';
import { delayAfter } from '../retry.ts';
import { finishOf, STOPPED } from './finish.ts';
import { JobRunner, type RunProgram } from './jobRunner.ts';
import { ModelConversation } from './modelConversation.ts';
import { type Job, ModelTurn } from './modelTurn.ts';
import { NO_PROGRESS, type Progress } from './progress.ts';
import { type Reply, readReply } from './readReply.ts';

/** Requests in a row that the model may answer with nothing usable, the first included. */
const MAX_FAILED_TURNS = 3;

export type AskModel = (params: GenerateContentParameters) => AsyncIterable<GenerateContentResponse>;

/** Callbacks that the loop needs: requests to the model, runs of programs, progress. */
export interface LoopCallbacks {
  askModel: AskModel;
  runProgram: RunProgram;
  /** @param usage of one request @param total of the whole answer so far */
  onUsage: (usage: Usage, total: Usage) => void;
  onRetry: (retry: { reason: string; attempt: number; delayMs: number }) => void;
}

/**
 * Answers a request that has the `codeExecution` tool: asks the model, runs the code that it calls for, and sends the results back, until
 * the model answers. The chunks are those that the server would have streamed. Only the last one has a finish reason, and each has parts:
 * otherwise the SDK's chat forgets a turn.
 */
export class AnswerLoop {
  readonly #request: LocalRequest;
  readonly #conversation: ModelConversation;
  readonly #jobs: JobRunner;
  #context: AnswerContext;
  #progress: Progress;
  /** Chunks that were given since the progress was noted. */
  readonly #unsettled: GenerateContentResponse[] = [];

  /** @param progress of an interrupted answer to the same question, which this one continues */
  constructor(request: LocalRequest, progress = NO_PROGRESS) {
    this.#request = request;
    this.#conversation = new ModelConversation(request, progress.turns);
    this.#jobs = new JobRunner(request, progress.counts);
    this.#context = progress.context;
    this.#progress = progress;
  }

  /** All chunks that were given so far. */
  get given(): readonly GenerateContentResponse[] {
    return [...this.#progress.given, ...this.#unsettled];
  }

  /** Where the model takes pictures. */
  get pictures(): Dialect['pictures'] {
    return this.#conversation.dialect.pictures;
  }

  /** Needed to continue the answer with responses of the server. */
  get context(): AnswerContext {
    return this.#context;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /**
   * Gives the chunks of the answer. A continued answer begins with the chunks that it had given already.
   *
   * @returns why a browser can't give this answer, if that turned out
   */
  async *chunks(callbacks: LoopCallbacks): AsyncGenerator<GenerateContentResponse, string | undefined> {
    yield* this.#progress.given;
    for (;;) {
      const { state } = this.#jobs;
      const { turn, last, rest } = yield* this.#ask(callbacks, state);
      // A model that makes calls although it may not is not asked again. The application gets the calls of its functions, as from the SDK.
      const jobs = state.exhausted ? [] : turn.jobs;
      const toDo = jobs.filter(({ type }) => type !== 'caller-call' && !(type === 'call' && state.callsExhausted));
      for (const job of toDo) if (job.type === 'call') markAnswered(job.call);
      if (toDo.length === 0) {
        // A prompt that is blocked at once has no answer; later on, the results so far must not be lost.
        const isBlocked = turn.blocked !== undefined && this.given.length === 0;
        yield this.#give(last, rest, isBlocked ? undefined : finishOf(turn));
        return undefined;
      }
      if (rest.length > 0 || hasSources(last)) yield this.#give(last, rest);
      const reply = rewrite(last, [], this.#context);
      // The application answers the calls of its own functions, together with our results.
      const isCallers = toDo.length < jobs.length;
      const { answers, unsupported } = yield* this.#runAll(toDo, reply, isCallers, callbacks);
      if (isCallers) return undefined;
      this.#context = contextAfter(this.given, reply);
      if (unsupported !== undefined) return unsupported;
      this.#conversation.add(turn.content, answers.content);
      this.#settle();
    }
  }

  /** Asks until the model gives a usable response. */
  async *#ask(callbacks: LoopCallbacks, state: LoopState): AsyncGenerator<GenerateContentResponse, Reply> {
    const { limits, params, config, callables } = this.#request;
    const encoded = encodeConfig(config, this.#request, state);
    for (let attempt = 1; ; attempt += 1) {
      const turn = new ModelTurn(this.#conversation.dialect, callables);
      const given = this.#unsettled.length;
      try {
        const contents = this.#conversation.contents(state.exhausted);
        const chunks = callbacks.askModel({ ...params, contents, config: encoded });
        const reply = yield* readReply(turn, chunks, (chunk, parts) => this.#give(chunk, parts));
        const total = rewrite(reply.last, [], this.#context);
        const { usageMetadata: usage } = total;
        if (reply.last.usageMetadata && usage) callbacks.onUsage(reply.last.usageMetadata, usage);
        const reason = attempt < MAX_FAILED_TURNS ? turn.failure : undefined;
        if (reason === undefined) return reply;
        if (reply.rest.length > 0) yield this.#give(reply.last, reply.rest);
        callbacks.onRetry({ reason, attempt, delayMs: 0 });
        this.#context = contextAfter(this.given, total);
        this.#conversation.add(...turn.correction);
      } catch (error) {
        config.abortSignal?.throwIfAborted();
        if (this.#conversation.movePictures(error)) continue;
        // Chunks that the application has seen can't be taken back.
        const delayMs = this.#unsettled.length > given ? undefined : delayAfter(error, attempt, limits.retry);
        if (delayMs === undefined) throw error;
        callbacks.onRetry({ reason: errorMessage(error), attempt, delayMs });
        await wait(delayMs, config.abortSignal);
      }
    }
  }

  /**
   * Does the jobs one after the other, and gives the result of each.
   *
   * @param isEnd whether the answer ends with them
   */
  async *#runAll(
    jobs: readonly Job[],
    reply: GenerateContentResponse,
    isEnd: boolean,
    { runProgram }: LoopCallbacks,
  ): AsyncGenerator<GenerateContentResponse, { answers: Answers; unsupported: string | undefined }> {
    const { dialect } = this.#conversation;
    const answers = new Answers(dialect);
    let unsupported: string | undefined;
    if (jobs.some(({ type }) => type === 'call')) this.#jobs.countCallTurn();
    for (const [index, job] of jobs.entries()) {
      const { parts, ...done } = await this.#jobs.run(job, { answers, dialect, runProgram });
      unsupported ??= done.unsupported;
      const isLast = isEnd && index === jobs.length - 1;
      if (parts.length > 0 || isLast)
        yield this.#record(createChunk(reply, parts.length > 0 ? parts : [{ text: '' }], isLast ? STOPPED : undefined));
    }
    return { answers, unsupported };
  }

  #give(chunk: GenerateContentResponse, parts: Part[], finish?: Finish): GenerateContentResponse {
    return this.#record(rewrite(chunk, parts, this.#context, finish));
  }

  #record(chunk: GenerateContentResponse): GenerateContentResponse {
    this.#unsettled.push(chunk);
    return chunk;
  }

  /** Notes the progress, from which an answer can continue after a failure. */
  #settle(): void {
    const { turns } = this.#conversation;
    this.#progress = { given: this.given, turns, context: this.#context, counts: this.#jobs.counts };
    this.#unsettled.length = 0;
  }
}
