import type {
  FinishReason,
  FunctionDeclaration,
  GenerateContentParameters,
  GenerateContentResponse,
} from '@google/genai';
import { candidateOf } from '../../answer/codec/candidate.ts';
import { hasContent, partsOf } from '../../answer/codec/chunk.ts';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import type { LocalCodeExecution } from '../../answer/options.ts';
import { PartialAnswers, partialAnswer } from '../../answer/partialAnswer.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { type Opened, openRequest } from '../localPromise.ts';
import { addUsage, type Usage } from '../usage.ts';
import type { ChatModels } from './chatModels.ts';
import { CODE_INTERPRETER } from './encodeRequest.ts';
import { type Delta, MessageWriter } from './messageWriter.ts';
import { readMessages } from './readMessages.ts';
import type { ReplyReader } from './readReply.ts';
import type { ChatRequest, ChatTool, RequestOptions } from './wire.ts';

/** A completion that was interrupted, and can go on. */
interface InterruptedCompletion {
  answer: GenerateContentResponse;
  facts: Record<string, unknown>;
  usage: Usage | undefined;
}

export const PARTIAL_COMPLETIONS = new PartialAnswers<object, InterruptedCompletion>('partialCompletion()');

const FINISH_REASONS: Partial<Record<FinishReason, string>> = { MAX_TOKENS: 'length', SAFETY: 'content_filter' };

interface AnswerContext {
  models: ChatModels;
  responder: Responder;
  /** The options of the request. */
  tool: LocalCodeExecution;
}

/** The answer to one `chat.completions.create()` whose code runs in the sandbox. */
export class CompletionAnswer {
  /** What the client gave for the first request, once that is there. */
  first: Opened | undefined;
  readonly #context: AnswerContext;
  readonly #asked: ChatRequest;
  readonly #options: RequestOptions;
  readonly #params: GenerateContentParameters;
  readonly #writer: MessageWriter;
  /** The id, the time and so on of the first completion. */
  #facts: Record<string, unknown>;
  #usage: Usage | undefined;
  #hasCalled = false;
  #finish: string | undefined;

  /** @param signal ends the answer */
  constructor(context: AnswerContext, asked: ChatRequest, options: RequestOptions, signal: AbortSignal) {
    this.#context = context;
    this.#asked = asked;
    this.#options = { ...options, signal };
    const format = asked.response_format;
    this.#writer = new MessageWriter(isJsonObject(format) && format.type !== 'text');
    const { resume, ...tool } = context.tool;
    const interrupted = resume && PARTIAL_COMPLETIONS.stateOf(resume);
    this.#facts = interrupted?.facts ?? {};
    this.#usage = interrupted?.usage;
    const declarations = (asked.tools ?? []).flatMap(asDeclaration);
    const functions = new CodeFunctions(['PYTHON', 'JAVASCRIPT'], new Set(declarations.map(({ name = '' }) => name)));
    const { contents, instruction } = readMessages(asked.messages, functions);
    this.#params = {
      model: asked.model,
      contents,
      config: {
        abortSignal: signal,
        tools: [
          { codeExecution: { ...tool, resume: interrupted?.answer } as LocalCodeExecution },
          { functionDeclarations: declarations },
        ],
        ...(instruction !== '' && { systemInstruction: instruction }),
      },
    };
  }

  /** Gives the chunks that a server would have streamed. */
  async *chunks(): AsyncGenerator<object, void> {
    let isBegun = false;
    for await (const delta of this.#deltas()) {
      if (!isBegun) yield this.#chunk({ role: 'assistant', content: '' });
      isBegun = true;
      yield this.#chunk(delta);
    }
    yield this.#chunk(this.#writer.executed, this.#finish);
    const wantsUsage = this.#asked.stream_options?.include_usage === true;
    if (wantsUsage && this.#usage) yield { ...this.#chunk({}), choices: [], usage: this.#usage };
  }

  /** Gives the whole completion. */
  async whole(): Promise<object> {
    const deltas = this.#deltas();
    while (!(await deltas.next()).done);
    return this.#completion(this.#finish ?? 'stop');
  }

  async *#deltas(): AsyncGenerator<Delta, void> {
    const { responder } = this.#context;
    const chat = this.#asked.messages.find(({ role }) => role === 'user');
    let last: GenerateContentResponse | undefined;
    try {
      for await (const chunk of responder.respond(this.#params, (params) => this.#ask(params), { chat })) {
        for (const part of partsOf(chunk).filter(hasContent)) yield* this.#writer.write(part);
        last = chunk;
      }
    } catch (error) {
      this.#rememberPartial(error);
      throw error;
    }
    const { finishReason } = (last && candidateOf(last)) ?? {};
    const usual = this.#writer.hasCalls ? 'tool_calls' : 'stop';
    this.#finish = (finishReason && FINISH_REASONS[finishReason]) ?? usual;
    yield* this.#writer.end();
  }

  async *#ask(params: GenerateContentParameters): AsyncGenerator<GenerateContentResponse, void> {
    const { tool_choice: choice, ...body } = this.#asked;
    const asked = this.#hasCalled ? undefined : this.#encodeChoice(choice, params);
    let reader: ReplyReader | undefined;
    yield* this.#context.models.askWith(params, {
      body: { ...body, stream: body.stream ?? false, ...(asked !== undefined && { tool_choice: asked }) },
      options: this.#options,
      open: async (request) => {
        const opened = await openRequest(request);
        this.first ??= opened;
        return opened.data;
      },
      onReceived: (_, read) => {
        reader = read;
        this.#facts = { ...read.facts, ...this.#facts };
      },
    });
    // One that must call a function in every turn would never answer.
    this.#hasCalled = true;
    this.#usage = addUsage(this.#usage, reader?.usage);
  }

  /** Translates a choice that names our tool. */
  #encodeChoice(choice: unknown, { config }: GenerateContentParameters): unknown {
    if (!isJsonObject(choice) || choice.type !== CODE_INTERPRETER) return choice;
    const names = this.#asked.tools?.flatMap(asDeclaration).map(({ name }) => name) ?? [];
    const declared =
      config?.tools?.flatMap((tool) => ('functionDeclarations' in tool ? (tool.functionDeclarations ?? []) : [])) ?? [];
    const ours = declared.find(({ name }) => !names.includes(name));
    return ours && { type: 'function', function: { name: ours.name } };
  }

  #chunk(delta: object, finish: string | null = null): object {
    const { usage: _, ...facts } = this.#facts;
    const choice = { index: 0, delta, logprobs: null, finish_reason: finish };
    return { ...facts, object: 'chat.completion.chunk', choices: [choice] };
  }

  #completion(finish: string): object {
    const choice = { index: 0, message: this.#writer.message, logprobs: null, finish_reason: finish };
    return { ...this.#facts, object: 'chat.completion', choices: [choice], ...(this.#usage && { usage: this.#usage }) };
  }

  #rememberPartial(error: unknown): void {
    const answer = partialAnswer(error);
    if (!answer) return;
    const state = { answer, facts: this.#facts, usage: this.#usage };
    PARTIAL_COMPLETIONS.remember([error], this.#completion('length'), state);
  }
}

function asDeclaration({ type, function: declared }: ChatTool): FunctionDeclaration[] {
  if (type !== 'function' || !isJsonObject(declared)) return [];
  const { name, description, parameters } = declared;
  return [{ name, description, parametersJsonSchema: parameters } as FunctionDeclaration];
}
