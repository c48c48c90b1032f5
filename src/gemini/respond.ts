import type {
  Content,
  GenerateContentParameters,
  GenerateContentResponse,
  Models,
  Part,
  ToolUnion,
} from '@google/genai';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { Announcer, type AnswerEnding } from './announce.ts';
import { isCallable } from './callables.ts';
import { candidateOf, completed } from './candidate.ts';
import { type AnswerContext, joinChunks, partsOf, rewrite } from './chunk.ts';
import { codeExecutionIn } from './config.ts';
import { listContents } from './contents.ts';
import { withoutNames } from './files.ts';
import { type AskModel, LocalAnswer, type Surroundings } from './loop.ts';
import { checkMode, type LocalCodeExecution, type LocalPythonOptions, type Mode } from './options.ts';
import { notePartialAnswer } from './partialAnswer.ts';
import { InterruptedAnswers } from './progress.ts';
import { prepareRequest, withoutCode } from './request.ts';
import { checkResponse, isWellFormed } from './response.ts';
import { retrying } from './retry.ts';
import { Runner } from './runner.ts';

/** Answers the requests of one client. */
export class Responder {
  readonly #models: Models;
  readonly #options: LocalPythonOptions;
  readonly #openSandbox: () => Promise<Sandbox>;
  /** Signatures that came on calls, and stand on `executableCode` now: the server, which has signed no such part, refuses them there. */
  readonly #ofCalls = new Set<string>();
  readonly #interrupted = new InterruptedAnswers();

  constructor(models: Models, options: LocalPythonOptions) {
    this.#models = models;
    this.#options = options;
    this.#openSandbox = opener(options.sandbox);
  }

  async *streamed(params: GenerateContentParameters): AsyncGenerator<GenerateContentResponse, void> {
    const models = this.#models;
    yield* this.#respond(params, async function* (request) {
      yield* await models.generateContentStream(request);
    });
  }

  async unary(params: GenerateContentParameters): Promise<GenerateContentResponse> {
    const models = this.#models;
    const chunks: GenerateContentResponse[] = [];
    const ask: AskModel = async function* (request) {
      yield await models.generateContent(request);
    };
    const responses = this.#respond(params, ask, (answer) => completed(checkResponse(answer)));
    for await (const chunk of responses) chunks.push(chunk);
    return joinChunks(chunks);
  }

  async *#respond(
    params: GenerateContentParameters,
    askModel: AskModel,
    check = checkResponse,
  ): AsyncGenerator<GenerateContentResponse, void> {
    const tool: LocalCodeExecution | undefined = codeExecutionIn(params.config?.tools);
    const mode = tool?.mode ?? this.#options.mode ?? 'local';
    checkMode(mode);
    const isLocal = tool !== undefined && mode !== 'server';
    const announcer = new Announcer(params.model, isLocal ? 'local' : 'server', (event) => this.#tell(event));
    let ending: AnswerEnding = {};
    try {
      const chunks = isLocal
        ? this.#answer(params, askModel, check, mode, announcer)
        : askServer(await this.#asItIs(params, tool !== undefined), askModel, announcer);
      let last: GenerateContentResponse | undefined;
      for await (const chunk of chunks) {
        if (isLocal || isWellFormed(chunk)) announcer.announce(chunk);
        last = chunk;
        if (isLocal) this.#noteSignatures(chunk);
        yield chunk;
      }
      ending = { last };
    } catch (error) {
      ending = { error };
      throw error;
    } finally {
      // Also where the caller reads no further.
      announcer.end(ending);
    }
  }

  async *#answer(
    params: GenerateContentParameters,
    askModel: AskModel,
    check: typeof checkResponse,
    mode: Mode,
    announcer: Announcer,
  ): AsyncGenerator<GenerateContentResponse, void> {
    const options = this.#options;
    const { request, files, question } = await prepareRequest(params, options);
    const signal = params.config?.abortSignal;
    const tools = options.toolsFromPython ? request.callables.forPython : {};
    const openSandbox = this.#openSandbox;
    const runner = new Runner({ openSandbox, options, mode, announcer, files, tools, signal });
    const surroundings: Surroundings = {
      askModel: checked(askModel, check),
      runProgram: (program, id) => runner.run(program, id),
      onRetry: (retry) => announcer.tell({ type: 'retry', ...retry }),
      onUsage: (usage, total) => announcer.usage(usage, total),
    };
    const answer = new LocalAnswer(request, this.#interrupted.take(question));
    const fromServer: GenerateContentResponse[] = [];
    try {
      const reason = yield* answer.chunks(surroundings);
      if (reason === undefined) return;
      announcer.tell({ type: 'escalate', reason });
      const asServer = await this.#asItIs(params, true);
      const ask = () => askServer(asServer, askModel, announcer, answer.context);
      const { retry } = request.limits;
      for await (const chunk of retrying(ask, { retry, signal, onRetry: surroundings.onRetry })) {
        fromServer.push(chunk);
        yield chunk;
      }
    } catch (error) {
      const given = [...answer.given, ...fromServer];
      if (!signal?.aborted) this.#interrupted.keep(question, answer.progress);
      if (given.length > 0 && typeof error === 'object' && error !== null) notePartialAnswer(error, joinChunks(given));
      throw error;
    }
  }

  /** The request as the caller made it, without what only this library understands. */
  async #asItIs(params: GenerateContentParameters, hasCodeExecution: boolean): Promise<GenerateContentParameters> {
    if (!hasCodeExecution)
      return hasCode(params) ? { ...params, contents: await withoutCode(params.contents, this.#options) } : params;
    const contents = await listContents(params.contents);
    const plain = contents.map((content) => this.#withoutSignaturesOfCalls(withoutNames(content)));
    const isPlain = plain.every((content, index) => content === contents[index]);
    const tools = params.config?.tools?.map(withoutMode);
    return {
      ...params,
      ...(!isPlain && { contents: plain }),
      ...(tools && { config: { ...params.config, tools } }),
    };
  }

  #noteSignatures(chunk: GenerateContentResponse): void {
    for (const { executableCode, thoughtSignature } of partsOf(chunk))
      if (executableCode && thoughtSignature !== undefined) this.#ofCalls.add(thoughtSignature);
  }

  #withoutSignaturesOfCalls(content: Content): Content {
    const isOfCall = ({ executableCode, thoughtSignature = '' }: Part) =>
      executableCode && this.#ofCalls.has(thoughtSignature);
    if (!content.parts?.some(isOfCall)) return content;
    return { ...content, parts: content.parts.map((part) => (isOfCall(part) ? withoutSignature(part) : part)) };
  }

  #tell(event: Parameters<NonNullable<LocalPythonOptions['onEvent']>>[0]): void {
    try {
      this.#options.onEvent?.(event);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Makes the sandbox of a client when it is first needed, and another where that failed or was closed since. */
function opener(source: LocalPythonOptions['sandbox']): () => Promise<Sandbox> {
  if (typeof source !== 'function') return async () => source;
  const open = async () => source();
  let opened: Promise<Sandbox> | undefined;
  return () => {
    opened = opened?.then((sandbox) => (sandbox.closed ? open() : sandbox), open) ?? open();
    return opened;
  };
}

/** What an answer is made of here has to be what it seems. @throws MalformedResponseError where it is not */
function checked(askModel: AskModel, check: typeof checkResponse): AskModel {
  return async function* (params) {
    for await (const chunk of askModel(params)) yield check(chunk);
  };
}

async function* askServer(
  params: GenerateContentParameters,
  askModel: AskModel,
  announcer: Announcer,
  context?: AnswerContext,
): AsyncGenerator<GenerateContentResponse, void> {
  let last: GenerateContentResponse | undefined;
  let before: GenerateContentResponse | undefined;
  for await (const chunk of askModel(params)) {
    last = chunk;
    before = context ? continued(chunk, context) : chunk;
    yield before;
  }
  if (last?.usageMetadata && before?.usageMetadata) announcer.usage(last.usageMetadata, before.usageMetadata);
}

/** A response of the server's as part of an answer that began here. */
function continued(chunk: GenerateContentResponse, context: AnswerContext): GenerateContentResponse {
  const { finishReason } = candidateOf(chunk) ?? {};
  return rewrite(chunk, partsOf(chunk), context, finishReason && { finishReason });
}

function withoutSignature({ thoughtSignature: _, ...part }: Part): Part {
  return part;
}

function withoutMode(tool: ToolUnion): ToolUnion {
  if (isCallable(tool) || !('codeExecution' in tool) || !tool.codeExecution) return tool;
  const { mode: _, ...codeExecution }: LocalCodeExecution = tool.codeExecution;
  return { ...tool, codeExecution };
}

/** Whether there is code of earlier turns in a request. */
function hasCode({ contents }: GenerateContentParameters): boolean {
  return JSON.stringify(contents).includes('"executableCode"');
}
