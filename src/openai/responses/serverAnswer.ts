import type { GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import type { LocalCodeExecution } from '../../answer/options.ts';
import { type Opened, openRequest } from '../localPromise.ts';
import { EventReader, endedBy, eventsOf, lastChunkOf } from './readEvents.ts';
import type { CreateBody, RequestOptions, ResponseEvent, ResponseObject, ResponsesApi } from './wire.ts';

export interface ServerContext {
  api: ResponsesApi;
  responder: Responder;
  /** With the options of the request, whose mode is `server`. */
  tool: LocalCodeExecution;
}

/** The answer of OpenAI's servers to one `responses.create()`. The application gets it unchanged, and the events of each answer. */
export class ServerAnswer {
  readonly #context: ServerContext;
  readonly #body: CreateBody;
  readonly #options: RequestOptions;
  first: Opened | undefined;

  constructor(context: ServerContext, body: CreateBody, options: RequestOptions) {
    this.#context = context;
    this.#body = body;
    this.#options = options;
  }

  async *events(): AsyncGenerator<ResponseEvent, void> {
    const { responder, tool } = this.#context;
    const { model = '' } = this.#body;
    const config = { tools: [{ codeExecution: tool }] };
    const received: ResponseEvent[] = [];
    const ask = () => this.#chunks((event) => received.push(event));
    for await (const _ of responder.respond({ model, contents: '', config }, ask)) yield* received.splice(0);
    yield* received.splice(0);
  }

  async whole(): Promise<unknown> {
    const events = this.events();
    while (!(await events.next()).done);
    return this.first?.data;
  }

  async *#chunks(onEvent: (event: ResponseEvent) => void): AsyncGenerator<GenerateContentResponse> {
    this.first = await openRequest(this.#context.api.create(this.#body, this.#options));
    const { data } = this.first;
    const reader = new EventReader(false);
    for await (const event of this.#body.stream
      ? (data as AsyncIterable<ResponseEvent>)
      : eventsOf(data as ResponseObject)) {
      onEvent(event);
      const ended = endedBy(event);
      yield ended ? lastChunkOf(ended, false) : createChunk({}, reader.read(event));
    }
  }
}
