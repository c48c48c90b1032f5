import type {
  CountTokensParameters,
  GenerateContentParameters,
  GenerateContentResponse,
  GoogleGenAI,
  Models,
} from '@google/genai';
import { InvalidOptionError } from '../../errors.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { LocalCaches } from '../caches/localCaches.ts';
import { candidateOf, withFinishReason } from '../codec/candidate.ts';
import { checkResponse, isWellFormed } from '../codec/checkResponse.ts';
import { type AnswerContext, joinChunks, partsOf, rewrite } from '../codec/chunk.ts';
import type { KnownFiles } from '../files/knownFiles.ts';
import type { LocalCodeExecution, LocalPythonOptions, Mode } from '../options.ts';
import { type Interrupted, interruptedBy, rememberPartialAnswer } from '../partialAnswer.ts';
import { explainUnknownField } from '../request/apiVersion.ts';
import { codeExecutionIn } from '../request/config.ts';
import { encodeForCounting } from '../request/countTokens.ts';
import { ModelAbilities } from '../request/modelAbilities.ts';
import { passThrough } from '../request/passThrough.ts';
import { type ApiTraits, prepareRequest } from '../request/prepareRequest.ts';
import { type RequestOptions, readRequestOptions } from '../request/requestOptions.ts';
import { retrying, withoutRetries } from '../retry.ts';
import { type AnswerEnding, AnswerEvents } from './answerEvents.ts';
import { AnswerLoop, type AskModel, type LoopCallbacks } from './answerLoop.ts';
import { type Hold, OwnSandboxes } from './ownSandboxes.ts';
import { ProgramRunner } from './programRunner.ts';
import { NO_PROGRESS } from './progress.ts';

interface AskedLocally {
  params: GenerateContentParameters;
  askModel: AskModel;
  check: typeof checkResponse;
  settings: Pick<RequestOptions, 'options' | 'scope'>;
  /** The answer that goes on. */
  interrupted: Interrupted | undefined;
  events: AnswerEvents;
  api: ApiTraits & { abilities: ModelAbilities };
}

/** Answers the requests of one client. */
export class Responder {
  readonly #models: Models;
  readonly #options: LocalPythonOptions;
  readonly #openSandbox: () => Promise<Sandbox>;
  readonly #ownSandboxes: OwnSandboxes;
  readonly #traits: ApiTraits & { abilities: ModelAbilities };
  readonly caches: LocalCaches;

  constructor(
    { models, caches, vertexai }: Pick<GoogleGenAI, 'models' | 'caches' | 'vertexai'>,
    options: LocalPythonOptions,
    files: KnownFiles,
  ) {
    this.#models = models;
    this.#traits = { isVertex: vertexai, files, abilities: new ModelAbilities(vertexai) };
    this.caches = new LocalCaches(caches, options, this.#traits, files);
    this.#options = options;
    this.#openSandbox = lazySandbox(options.sandbox);
    this.#ownSandboxes = new OwnSandboxes(this.#openSandbox);
  }

  /** @param chat the object that the sandbox of a chat belongs to */
  async *streamed(params: GenerateContentParameters, chat?: object): AsyncGenerator<GenerateContentResponse, void> {
    const models = this.#models;
    const ask: AskModel = async function* (request) {
      yield* await models.generateContentStream(request);
    };
    yield* this.respond(params, ask, checkResponse, { chat });
  }

  async unary(params: GenerateContentParameters, chat?: object): Promise<GenerateContentResponse> {
    const models = this.#models;
    const chunks: GenerateContentResponse[] = [];
    const ask: AskModel = async function* (request) {
      yield await models.generateContent(request);
    };
    const responses = this.respond(params, ask, (answer) => withFinishReason(checkResponse(answer)), { chat });
    for await (const chunk of responses) chunks.push(chunk);
    return joinChunks(chunks);
  }

  /** Makes the request that counts the tokens of what a request would send. */
  encodeForCounting(params: CountTokensParameters): Promise<CountTokensParameters> {
    return encodeForCounting(params, this.#options, this.#traits);
  }

  /** @throws InvalidOptionError if the mode of the tool is none */
  modeOf(tool: LocalCodeExecution): Mode {
    return readRequestOptions(this.#options, tool).options.mode ?? 'local';
  }

  /** @param api what is special about the API that is asked */
  async *respond(
    params: GenerateContentParameters,
    askModel: AskModel,
    check = checkResponse,
    api: ApiTraits = {},
  ): AsyncGenerator<GenerateContentResponse, void> {
    const tool = codeExecutionIn(params.config?.tools);
    const { options, scope, resume } = readRequestOptions(this.#options, tool);
    const interrupted = resume && interruptedBy(resume);
    const { mode = 'local', onEvent } = options;
    // A request that uses a cache can't bring tools: the cache has them.
    const cache = tool || mode === 'server' ? undefined : await this.caches.find(params.config?.cachedContent);
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
            check,
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
        yield chunk;
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
    check,
    settings: { options, scope },
    interrupted: { progress, owner } = { progress: NO_PROGRESS, owner: {} },
    events,
    api,
  }: AskedLocally): AsyncGenerator<GenerateContentResponse, void> {
    const { request, files } = await prepareRequest(params, options, api);
    const signal = params.config?.abortSignal;
    const tools = options.toolsFromPython ? request.callables.forPython : {};
    const hold = this.hold(options, scope, scope === 'request' ? owner : api.chat);
    const runner = new ProgramRunner({ openSandbox: hold.open, options, events, files, tools, signal });
    const callbacks: LoopCallbacks = {
      askModel: withCheckedResponses(askModel, check),
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
      if (given.length > 0) rememberPartialAnswer(error, joinChunks(given), interrupted);
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

/** Creates the sandbox of a client when it is first needed, and again if that failed or the sandbox was closed since. */
function lazySandbox(source: LocalPythonOptions['sandbox']): () => Promise<Sandbox> {
  if (typeof source !== 'function') return async () => source;
  const open = async () => source();
  let opened: Promise<Sandbox> | undefined;
  return () => {
    opened = opened?.then((sandbox) => (sandbox.closed ? open() : sandbox), open) ?? open();
    return opened;
  };
}

/** Checks the responses that an answer is made of. @throws MalformedResponseError */
function withCheckedResponses(askModel: AskModel, check: typeof checkResponse): AskModel {
  return async function* (params) {
    try {
      for await (const chunk of askModel(params)) yield check(chunk);
    } catch (error) {
      throw explainUnknownField(error);
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
