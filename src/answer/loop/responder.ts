import type { GenerateContentParameters, GenerateContentResponse } from '@google/genai';
import { InvalidOptionError } from '../../errors.ts';
import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import { candidateOf } from '../codec/candidate.ts';
import { isWellFormed } from '../codec/checkResponse.ts';
import { type AnswerContext, joinChunks, partsOf, rewrite } from '../codec/chunk.ts';
import type { LocalCodeExecution, LocalPythonOptions, Mode } from '../options.ts';
import { type Interrupted, PARTIAL_ANSWERS } from '../partialAnswer.ts';
import { toolsForPython } from '../request/callables.ts';
import { codeExecutionIn } from '../request/config.ts';
import type { ModelAbilities } from '../request/modelAbilities.ts';
import { passThrough } from '../request/passThrough.ts';
import { type ApiTraits, type LocalCache, prepareRequest } from '../request/prepareRequest.ts';
import { type RequestOptions, readRequestOptions } from '../request/requestOptions.ts';
import { withoutRetries } from '../request/retryOptions.ts';
import { retrying } from '../retry.ts';
import { type AnswerEnding, AnswerEvents } from './answerEvents.ts';
import { AnswerLoop, type AskModel, type LoopCallbacks } from './answerLoop.ts';
import { lazySandbox } from './lazySandbox.ts';
import { type Hold, OwnSandboxes } from './ownSandboxes.ts';
import { ProgramRunner } from './programRunner.ts';
import { NO_PROGRESS } from './progress.ts';

interface AskedLocally {
  params: GenerateContentParameters;
  askModel: AskModel;
  settings: Pick<RequestOptions, 'options' | 'scope'>;
  /** The answer that goes on. */
  interrupted: Interrupted | undefined;
  events: AnswerEvents;
  api: ApiTraits & { abilities: ModelAbilities };
}

/** What answers need of the API that is asked. */
export interface ResponderContext {
  options: LocalPythonOptions;
  traits: ApiTraits & { abilities: ModelAbilities };
  /** Finds the cache that a request names, if its model runs code in the sandbox. */
  findCache?: (name: string | undefined) => Promise<LocalCache | undefined>;
  /** Makes the responses that the application gets. */
  asResponse?: (response: GenerateContentResponse) => GenerateContentResponse;
}

/** Answers the requests of one client, whichever API it asks: in the words of `generateContent`. */
export class Responder {
  readonly #options: LocalPythonOptions;
  readonly #traits: ResponderContext['traits'];
  readonly #findCache: NonNullable<ResponderContext['findCache']>;
  readonly #asResponse: NonNullable<ResponderContext['asResponse']>;
  readonly #openSandbox: () => Promise<CodeExecutor>;
  readonly #openFallback: (() => Promise<CodeExecutor>) | undefined;
  readonly #ownSandboxes: OwnSandboxes;

  constructor({ options, traits, findCache = async () => undefined, asResponse = (same) => same }: ResponderContext) {
    this.#options = options;
    this.#traits = traits;
    this.#findCache = findCache;
    this.#asResponse = asResponse;
    this.#openSandbox = lazySandbox(options.sandbox);
    this.#openFallback = options.fallback && lazySandbox(options.fallback);
    this.#ownSandboxes = new OwnSandboxes(this.#openSandbox);
  }

  /** @throws InvalidOptionError if the mode of the tool is none */
  modeOf(tool: LocalCodeExecution): Mode {
    return readRequestOptions(this.#options, tool).options.mode ?? 'local';
  }

  /**
   * @param askModel sends a request whose programs run here, or, in the mode `'server'`, one for the server's own code execution
   * @param api what is special about this request's API
   */
  async *respond(
    params: GenerateContentParameters,
    askModel: AskModel,
    api: ApiTraits = {},
  ): AsyncGenerator<GenerateContentResponse, void> {
    const tool = codeExecutionIn(params.config?.tools);
    const { options, scope, resume } = readRequestOptions(this.#options, tool);
    const interrupted = resume && PARTIAL_ANSWERS.stateOf(resume);
    const { mode = 'local', onEvent } = options;
    // A request that uses a cache can't bring tools: the cache has them.
    const cache = tool || mode === 'server' ? undefined : await this.#findCache(params.config?.cachedContent);
    const isLocal = cache !== undefined || (tool !== undefined && mode !== 'server');
    const events = new AnswerEvents(params.model, isLocal ? 'local' : 'server', onEvent);
    // No cache has both our functions and Google's code execution.
    const settings = { scope, options: cache ? { ...options, mode: 'local' as const } : options };
    let ending: AnswerEnding = {};
    try {
      const chunks = isLocal
        ? this.#answer({
            params,
            askModel,
            settings,
            interrupted,
            events,
            api: { ...this.#traits, ...api, cache },
          })
        : askServer(await passThrough(params, mode), askModel, events);
      let last: GenerateContentResponse | undefined;
      for await (const chunk of chunks) {
        if (isLocal || isWellFormed(chunk)) events.emitChunk(chunk);
        last = chunk;
        yield isLocal ? this.#asResponse(chunk) : chunk;
      }
      ending = { last };
    } catch (error) {
      ending = { error };
      throw error;
    } finally {
      // Also if the application stops reading.
      events.emitEnd(ending);
    }
  }

  /** Asks in another way if the API refuses what the model's name did not tell. */
  async *#answer(asked: AskedLocally): AsyncGenerator<GenerateContentResponse, void> {
    const { api, params } = asked;
    let isBegun = false;
    for (;;) {
      try {
        for await (const chunk of this.#tryAnswer(asked)) {
          isBegun = true;
          yield chunk;
        }
        return;
      } catch (error) {
        if (isBegun || !api.abilities.learnFrom(error, params.model)) throw error;
      }
    }
  }

  async *#tryAnswer({
    params,
    askModel,
    settings: { options, scope },
    interrupted: { progress, owner } = { progress: NO_PROGRESS, owner: {} },
    events,
    api,
  }: AskedLocally): AsyncGenerator<GenerateContentResponse, void> {
    const { request, files } = await prepareRequest(params, options, api);
    const signal = params.config?.abortSignal;
    const tools = { ...toolsForPython(options, request.callables), ...api.pythonTools };
    const hold = this.hold(options, scope, scope === 'request' ? owner : api.chat);
    const openFallback = options.mode === 'auto' ? this.#openFallback : undefined;
    const runner = new ProgramRunner({ openSandbox: hold.open, openFallback, options, events, files, tools, signal });
    const callbacks: LoopCallbacks = {
      askModel: checkedBy(api, askModel),
      runProgram: (program, id) => runner.run(program, id),
      onRetry: (retry) => events.emit({ type: 'retry', ...retry }),
      onUsage: (usage, total) => events.emitUsage(usage, total),
    };
    const answer = new AnswerLoop(request, progress);
    let isOver = true;
    const fromServer: GenerateContentResponse[] = [];
    try {
      const reason = yield* answer.chunks(callbacks);
      if (reason === undefined) return;
      events.emit({ type: 'escalate', reason });
      const asServer = await passThrough({ ...params, config: withoutRetries(params.config) }, 'server');
      const ask = () => askServer(asServer, askModel, events, answer.context);
      const { retry } = request.limits;
      for await (const chunk of retrying(ask, { retry, signal, onRetry: callbacks.onRetry })) {
        fromServer.push(chunk);
        yield chunk;
      }
    } catch (error) {
      const given = [...answer.given, ...fromServer];
      const interrupted = signal?.aborted ? undefined : { progress: answer.progress, owner };
      if (given.length > 0) PARTIAL_ANSWERS.remember([error], this.#asResponse(joinChunks(given)), interrupted);
      // What goes on needs its sandbox.
      isOver = given.length === 0 || interrupted === undefined;
      throw error;
    } finally {
      if (request.dialect.pictures === 'inside' && answer.pictures !== 'inside')
        api.abilities.learn(params.model, { pictures: 'beside' });
      hold.release(scope === 'request' && isOver);
    }
  }

  /**
   * Gives the right to a sandbox.
   *
   * @param owner the chat or the request that a sandbox of its own belongs to
   * @throws InvalidOptionError if the request wants the sandbox of a chat, and is of none
   */
  hold({ sandbox }: LocalPythonOptions, scope: RequestOptions['scope'], owner: object | undefined): Hold {
    if (scope === 'application') {
      const openSandbox = sandbox === this.#options.sandbox ? this.#openSandbox : lazySandbox(sandbox);
      return { open: async () => ({ sandbox: await openSandbox(), lostRuns: [] }), release: () => {} };
    }
    if (owner) return this.#ownSandboxes.hold(owner);
    throw new InvalidOptionError(
      "The option `sandbox: 'chat'` needs a chat of ai.chats.create(), or an interaction that is stored. Use `sandbox: 'request'`, or give a sandbox.",
    );
  }
}

/** Checks the responses that an answer is made of here. */
function checkedBy({ check, explain }: ApiTraits, askModel: AskModel): AskModel {
  if (!check) return askModel;
  return async function* (params) {
    try {
      for await (const chunk of askModel(params)) yield check(chunk);
    } catch (error) {
      throw explain ? explain(error) : error;
    }
  };
}

async function* askServer(
  params: GenerateContentParameters,
  askModel: AskModel,
  events: AnswerEvents,
  context?: AnswerContext,
): AsyncGenerator<GenerateContentResponse, void> {
  let last: GenerateContentResponse | undefined;
  let before: GenerateContentResponse | undefined;
  for await (const chunk of askModel(params)) {
    last = chunk;
    before = context ? asContinuation(chunk, context) : chunk;
    yield before;
  }
  if (last?.usageMetadata && before?.usageMetadata) events.emitUsage(last.usageMetadata, before.usageMetadata);
}

/** Makes a response of the server part of an answer that began here. */
function asContinuation(chunk: GenerateContentResponse, context: AnswerContext): GenerateContentResponse {
  const { finishReason } = candidateOf(chunk) ?? {};
  return rewrite(chunk, partsOf(chunk), context, finishReason && { finishReason });
}
