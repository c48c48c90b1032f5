import type { GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import type { CodeExecutionOptions } from '../codeExecution.ts';
import type { CreateParams, EventStream, Message, MessagesApi, RequestOptions, StreamEvent, Usage } from '../wire.ts';
import { EventReader, eventsOf, lastChunkOf } from './readEvents.ts';

interface ServerContext {
  api: MessagesApi;
  responder: Responder;
  /** With the options of the request, whose mode is `server`. */
  tool: CodeExecutionOptions;
}

/** The answer of Anthropic's servers to one `messages.create()`. Your app gets it unchanged, and the events of each answer. */
export class ServerAnswer {
  readonly #context: ServerContext;
  readonly #params: CreateParams;
  readonly #options: RequestOptions;
  /** The stream of the SDK, or the whole message, when it is there. */
  #answered: unknown;
  response: Response | undefined;

  constructor(context: ServerContext, params: CreateParams, options: RequestOptions) {
    this.#context = context;
    this.#params = params;
    this.#options = options;
  }

  get stream(): EventStream | undefined {
    return this.#answered as EventStream | undefined;
  }

  async *events(): AsyncGenerator<StreamEvent, void> {
    const { responder, tool } = this.#context;
    const { resume: _, ...options } = tool;
    const config = { tools: [{ codeExecution: options }] };
    const received: StreamEvent[] = [];
    const ask = () => this.#chunks((event) => received.push(event));
    for await (const _ of responder.respond({ model: this.#params.model, contents: '', config }, ask))
      yield* received.splice(0);
    yield* received.splice(0);
  }

  async whole(): Promise<unknown> {
    const events = this.events();
    while (!(await events.next()).done);
    return this.#answered;
  }

  async *#chunks(onEvent: (event: StreamEvent) => void): AsyncGenerator<GenerateContentResponse> {
    const { data, response } = await this.#context.api.create(this.#params, this.#options).withResponse();
    this.#answered = data;
    this.response = response;
    const reader = new EventReader(true);
    let message: Message = { content: [] };
    for await (const event of this.#params.stream ? (data as EventStream) : eventsOf(data as Message)) {
      onEvent(event);
      if (event.type === 'message_start') message = { ...message, ...(event.message as Message) };
      if (event.type === 'message_delta')
        message = { ...message, ...(event.delta as object), usage: event.usage as Usage };
      yield event.type === 'message_stop' ? lastChunkOf(message) : createChunk({}, reader.read(event));
    }
  }
}
