import type { GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import type { LocalCodeExecution } from '../../answer/options.ts';
import { completedBy, EventReader, eventsOf, lastChunkOf } from './readEvents.ts';
import type { CreateParams, Interaction, InteractionsApi, RequestOptions, StepEvent } from './wire.ts';

export interface ServerContext {
  api: InteractionsApi;
  responder: Responder;
  /** With the options of the request, whose mode is `server`. */
  tool: LocalCodeExecution;
}

/** The answer of Google's servers to one `interactions.create()`. The application gets it unchanged, and the events of each answer. */
export class ServerAnswer {
  readonly #api: InteractionsApi;
  readonly #responder: Responder;
  readonly #tool: LocalCodeExecution;
  readonly #params: CreateParams;
  readonly #options: RequestOptions;
  /** The stream of the SDK, or the whole interaction, when it is there. */
  #answered: unknown;

  constructor({ api, responder, tool }: ServerContext, params: CreateParams, options: RequestOptions) {
    this.#api = api;
    this.#responder = responder;
    this.#tool = tool;
    this.#params = params;
    this.#options = options;
  }

  get stream(): object | undefined {
    return this.#answered as object | undefined;
  }

  async *events(): AsyncGenerator<StepEvent, void> {
    const { model = '' } = this.#params;
    const config = { tools: [{ codeExecution: this.#tool }] };
    const received: StepEvent[] = [];
    const ask = () => this.#chunks((event) => received.push(event));
    for await (const _ of this.#responder.respond({ model, contents: '', config }, ask)) yield* received.splice(0);
    yield* received.splice(0);
  }

  async whole(): Promise<unknown> {
    const events = this.events();
    while (!(await events.next()).done);
    return this.#answered;
  }

  async *#chunks(onEvent: (event: StepEvent) => void): AsyncGenerator<GenerateContentResponse> {
    this.#answered = await this.#api.create(this.#params, this.#options);
    const reader = new EventReader();
    for await (const event of this.#params.stream
      ? (this.#answered as AsyncIterable<StepEvent>)
      : eventsOf(this.#answered as Interaction)) {
      onEvent(event);
      const completed = completedBy(event);
      yield completed ? lastChunkOf(completed) : createChunk({}, reader.read(event));
    }
  }
}
