import type { GenerateContentParameters } from '@google/genai';
import { hasContent, partsOf } from '../../answer/codec/chunk.ts';
import type { AnswerEvent } from '../../answer/events.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../../answer/options.ts';
import { partialAnswer } from '../../answer/partialAnswer.ts';
import { codeExecutionIn, encodeConfig, FIRST_REQUEST } from '../../answer/request/config.ts';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import { type ApiTraits, prepareRequest } from '../../answer/request/prepareRequest.ts';
import { readRequestOptions } from '../../answer/request/requestOptions.ts';
import { InvalidOptionError } from '../../errors.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import type { BlockPart } from '../blockPart.ts';
import { type CodeExecutionOptions, codeExecutionOf } from '../codeExecution.ts';
import type { AnswerFiles } from '../files/answerFiles.ts';
import { asGenerateContent, checkLocal, codeFunctions, hasServersCode } from '../request/asGenerateContent.ts';
import { readMessages } from '../request/readMessages.ts';
import { type LocalTools, readTools } from '../request/tools.ts';
import type { CreateParams, EventStream, Message, MessagesApi, RequestOptions, StreamEvent } from '../wire.ts';
import { BlockWriter } from './blockWriter.ts';
import { type Containers, describeContainer, type LocalContainer } from './containers.ts';
import { Hops } from './hops.ts';
import { PARTIAL_MESSAGES } from './partialMessages.ts';

export interface AnswerContext {
  api: MessagesApi;
  responder: Responder;
  options: LocalPythonOptions;
  traits: ApiTraits;
  containers: Containers;
  /** The files that messages only refer to. */
  known: KnownFiles;
  /** The files that code made. */
  made: AnswerFiles;
}

/** The answer to one `messages.create()` whose code runs in the sandbox. */
export class MessageAnswer {
  readonly #context: AnswerContext;
  readonly #asked: CreateParams;
  readonly #tool: CodeExecutionOptions;
  readonly #tools: LocalTools;
  readonly #options: RequestOptions & { signal: AbortSignal };
  readonly #container: LocalContainer;
  readonly #hops: Hops;
  readonly #writer: BlockWriter;

  /**
   * @param options with the signal that ends the answer
   * @throws InvalidOptionError for what only Anthropic's servers can do
   */
  constructor(context: AnswerContext, asked: CreateParams, options: RequestOptions & { signal: AbortSignal }) {
    checkLocal(asked);
    this.#context = context;
    this.#asked = asked;
    this.#tool = codeExecutionOf(asked) ?? {};
    this.#tools = readTools(asked.tools ?? [], options.signal);
    this.#options = options;
    this.#container = context.containers.of(asked.container);
    // The loop repeats requests that fail, by the options of the client.
    const once = { ...options, maxRetries: 0 };
    const earlier = this.#tool.resume && PARTIAL_MESSAGES.stateOf(this.#tool.resume).hops;
    this.#hops = new Hops(context.api, asked, this.#tools, once, earlier);
    this.#writer = new BlockWriter({ files: context.made, streams: this.#hops.streams });
  }

  /** The first stream of the SDK; `undefined` before it is open, and for answers that are not streamed. */
  get stream(): EventStream | undefined {
    return this.#hops.stream;
  }

  /** The first response of the server. */
  get response(): Response | undefined {
    return this.#hops.response;
  }

  /** Gives the events that the server would have streamed. */
  async *events(): AsyncGenerator<StreamEvent, void> {
    const params = await this.#params();
    const { responder } = this.#context;
    const { forPython } = this.#tools;
    const api = { chat: this.#container.chat, pythonTools: forPython };
    const written: StreamEvent[] = [];
    let isOpen = false;
    const take = (): StreamEvent[] => {
      const { opening, stream } = this.#hops;
      // The parts of an answer that goes on come before its first request.
      if (!opening || (this.#asked.stream && !stream)) return [];
      // A copy: the SDK's helper builds the message in it.
      const events = [...(isOpen ? [] : [structuredClone(opening)]), ...written.splice(0)];
      isOpen = true;
      return events;
    };
    try {
      for await (const chunk of responder.respond(params, (request) => this.#hops.ask(request), api)) {
        written.push(...this.#writer.write(partsOf(chunk).filter(hasContent) as BlockPart[]));
        yield* take();
      }
    } catch (error) {
      this.#rememberPartial(error);
      throw error;
    }
    written.push(...this.#writer.end());
    yield* take();
    const { content: _, ...message } = this.#message();
    const { stop_reason, stop_sequence = null, stop_details = null, container, usage } = message;
    const delta = { ...deltaOf(this.#hops.ending), stop_reason, stop_sequence, stop_details, container };
    yield { ...this.#hops.ending, type: 'message_delta', delta, usage };
    yield { type: 'message_stop' };
  }

  /** Gives the whole message. */
  async whole(): Promise<Message> {
    const events = this.events();
    while (!(await events.next()).done);
    return this.#message();
  }

  /** Makes the body of the first request to the model. */
  async firstBody(): Promise<CreateParams> {
    const { options: given, traits } = this.#context;
    const params = await this.#params();
    const { options } = readRequestOptions(given, codeExecutionIn(params.config?.tools));
    const { request } = await prepareRequest(params, options, { ...traits, pythonTools: this.#tools.forPython });
    return this.#hops.bodyFor(request.contents, encodeConfig(request.config, request, FIRST_REQUEST));
  }

  /** Translates the request for the loop. */
  async #params(): Promise<GenerateContentParameters> {
    const { messages, tools = [] } = this.#asked;
    await this.#checkUploads();
    const contents = await readMessages(messages, {
      functions: codeFunctions(this.#tools, this.#tool),
      files: this.#context.made,
      keepsServersCode: hasServersCode(tools),
    });
    const { onEvent = this.#context.options.onEvent, resume } = this.#tool;
    const listen = (event: AnswerEvent) => {
      this.#hops.streams.note(event);
      onEvent?.(event);
    };
    return asGenerateContent(this.#asked, this.#options, {
      tools: this.#tools,
      contents,
      tool: { ...this.#tool, onEvent: listen },
      resume: resume && PARTIAL_MESSAGES.stateOf(resume).answer,
      signal: this.#options.signal,
    });
  }

  /** @throws InvalidOptionError for a file that only code on Anthropic's servers could read */
  async #checkUploads(): Promise<void> {
    for (const { content } of this.#asked.messages)
      for (const block of Array.isArray(content) ? content : []) {
        const { type, file_id: id } = block;
        if (type !== 'container_upload' || typeof id !== 'string') continue;
        if (await this.#context.known.read({ fileUri: id })) continue;
        throw new InvalidOptionError(
          `The file ${id} is on Anthropic's servers, where this client's code does not run. Upload it with beta.files.upload() of this client, ` +
            'give its bytes with the option `readFile`, or put it into the message with fileBlock().',
        );
      }
  }

  /** All messages of the server as one. */
  #message(): Message {
    const { message, opening, usage } = this.#hops;
    const first = isJsonObject(opening?.message) ? opening.message : {};
    const { hasCode, hasCalls, blocks } = this.#writer;
    const isAnswered = message.stop_reason === 'tool_use' && !hasCalls;
    return {
      ...first,
      ...message,
      id: String(first.id ?? message.id),
      content: blocks,
      ...(isAnswered && { stop_reason: 'end_turn' }),
      container: hasCode ? describeContainer(this.#container) : (message.container ?? null),
      ...(usage && { usage }),
    };
  }

  #rememberPartial(error: unknown): void {
    const answer = partialAnswer(error);
    if (!answer) return;
    // Ends the open block.
    for (const _ of this.#writer.end());
    const partial = { ...this.#message(), stop_reason: null };
    const hops = this.#hops;
    PARTIAL_MESSAGES.remember([error], partial, { answer, hops });
  }
}

function deltaOf(ending: StreamEvent | undefined): Record<string, unknown> {
  return isJsonObject(ending?.delta) ? ending.delta : {};
}
