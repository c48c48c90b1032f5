import type { Content, GenerateContentParameters } from '@google/genai';
import { hasContent, partsOf } from '../../answer/codec/chunk.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import { partialAnswer } from '../../answer/partialAnswer.ts';
import type { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import type { ApiTraits } from '../../answer/request/prepareRequest.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import type { Opened } from '../localPromise.ts';
import { withoutOurOptions } from './forServer.ts';
import { FailedResponseError, Hops, OUTPUTS } from './hops.ts';
import { callIdOf, isCall, itemsIn, localCallIn } from './items.ts';
import { ItemWriter } from './itemWriter.ts';
import { PARTIAL_RESPONSES } from './partialResponse.ts';
import { inputItems } from './readInput.ts';
import { asGenerateContent, codeInterpreterOf } from './request.ts';
import type { ServerForm } from './serverForm.ts';
import type { Turn, Turns } from './turns.ts';
import {
  type CreateBody,
  type Item,
  type RequestOptions,
  type ResponseEvent,
  type ResponseObject,
  type ResponsesApi,
  textOf,
} from './wire.ts';

export interface AnswerContext {
  api: ResponsesApi;
  responder: Responder;
  turns: Turns;
  /** What this API takes for each model. */
  abilities: ModelAbilities;
  form: ServerForm;
}

/** The answer to one `responses.create()` whose code runs in the sandbox. */
export class ResponsesAnswer {
  readonly #responder: Responder;
  readonly #turns: Turns;
  readonly #asked: CreateBody;
  readonly #params: GenerateContentParameters & { contents: Content[] };
  readonly #hops: Hops;
  readonly #files: readonly Content[];
  readonly #api: ApiTraits;
  readonly #chat: object;
  readonly #writer: ItemWriter;

  /** @param signal ends the answer */
  constructor(
    { api, responder, turns, abilities, form }: AnswerContext,
    asked: CreateBody,
    options: RequestOptions,
    signal: AbortSignal,
  ) {
    this.#responder = responder;
    this.#turns = turns;
    this.#asked = asked;
    this.#writer = new ItemWriter(asked.include?.includes(OUTPUTS) ?? false);
    const before = turns.get(asked.previous_response_id);
    const body = before ? { ...asked, previous_response_id: before.ids.at(-1) ?? null } : asked;
    const { resume } = codeInterpreterOf(asked) ?? {};
    const interrupted = resume && PARTIAL_RESPONSES.stateOf(resume);
    const input = turns.withOutputs([...(before?.held ?? []), ...inputItems(asked.input)]);
    const { contents, ...params } = asGenerateContent(body, input, signal, interrupted?.answer);
    const earlier = before?.files ?? [];
    this.#files = [...earlier, ...contents.filter(hasFiles)];
    // The calls of what is held are the first content after those, and known to the server, too.
    const known = before && before.held.length > 0 ? earlier.length + 1 : earlier.length;
    const chat = before?.chat ?? chatOf(asked);
    this.#chat = chat ?? {};
    this.#api = { signsCalls: false, abilities, chat };
    this.#params = { ...params, contents: [...earlier, ...contents] };
    const isSame = interrupted?.contents === this.#params.contents.length;
    // The loop repeats requests that fail, by the options of the client.
    const context = { api, body, options: { ...options, signal, maxRetries: 0 }, form };
    this.#hops = new Hops(context, known, isSame ? interrupted.hops : undefined);
  }

  /** What the client gave for the first request, once that is there. */
  get first(): Opened | undefined {
    return this.#hops.first;
  }

  /** Gives the events that the server would have streamed. */
  async *events(): AsyncGenerator<ResponseEvent, void> {
    let sequence = 0;
    for await (const event of this.#events()) {
      yield { ...event, sequence_number: sequence };
      sequence += 1;
    }
  }

  /** Gives the whole response. */
  async whole(): Promise<ResponseObject> {
    let last: ResponseEvent | undefined;
    for await (const event of this.#events()) last = event;
    const response = last?.response as ResponseObject;
    return { ...response, output_text: textIn(itemsIn(response.output)) };
  }

  async *#events(): AsyncGenerator<ResponseEvent, void> {
    let opened = 0;
    const written: ResponseEvent[] = [];
    const take = () => {
      const opening = this.#hops.opening.slice(opened);
      opened += opening.length;
      return [...opening.map((event) => this.#asOpening(event)), ...written.splice(0)];
    };
    try {
      const ask = (params: GenerateContentParameters) => this.#hops.ask(params);
      for await (const chunk of this.#responder.respond(this.#params, ask, this.#api)) {
        for (const part of partsOf(chunk).filter(hasContent)) written.push(...this.#writer.write(part));
        written.push(...this.#writer.flush());
        // The parts of an answer that goes on come before its first stream.
        if (this.#hops.first !== undefined) yield* take();
      }
    } catch (error) {
      written.push(...this.#writer.end());
      const failed = error instanceof FailedResponseError ? this.#ending('failed', error.response) : undefined;
      this.#rememberPartial(error, failed);
      if (!failed) throw error;
      yield* take();
      yield failed;
      return;
    }
    written.push(...this.#writer.end());
    yield* take();
    const ending = this.#ending(this.#hops.answered.at(-1)?.status === 'incomplete' ? 'incomplete' : 'completed');
    this.#remember(ending.response as ResponseObject);
    yield ending;
  }

  #asOpening(event: ResponseEvent): ResponseEvent {
    return { ...event, response: { ...(event.response as ResponseObject), ...this.#askedFields() } };
  }

  #ending(status: string, response = this.#hops.answered.at(-1)): ResponseEvent {
    return { type: `response.${status}`, response: this.#response(response) };
  }

  /** All responses of the server as one. */
  #response(last: ResponseObject | undefined): ResponseObject {
    const { answered, usage } = this.#hops;
    const [first] = answered;
    const ids = this.#ids;
    // The events of a stream have the id of the first response from the beginning. The server goes on from the last one.
    const id = this.#asked.stream ? (openedId(this.#hops.opening) ?? ids[0]) : ids.at(-1);
    return {
      ...last,
      ...(id !== undefined && { id }),
      ...(first?.created_at !== undefined && { created_at: first.created_at }),
      ...this.#askedFields(),
      output: this.#writer.items,
      ...(usage && { usage }),
      ...(ids.length > 1 && { continuation_ids: ids }),
    };
  }

  /** The fields that tell what was asked. */
  #askedFields(): Partial<ResponseObject> {
    const { tools, tool_choice = 'auto', instructions = null, previous_response_id = null } = this.#asked;
    return { tools: itemsIn(tools).map(withoutOurOptions), tool_choice, instructions, previous_response_id };
  }

  get #ids(): string[] {
    return this.#hops.answered.flatMap(({ id }) => id || []);
  }

  #rememberPartial(error: unknown, event: ResponseEvent | undefined): void {
    const answer = partialAnswer(error);
    this.#turns.rememberOutputs(this.#writer.outputs);
    if (!answer) return;
    const partial = {
      ...this.#response(this.#hops.answered.at(-1)),
      status: 'incomplete',
      output_text: textIn(this.#writer.items),
    };
    const interrupted = { answer, hops: this.#hops, contents: this.#params.contents.length };
    PARTIAL_RESPONSES.remember([error, event, event?.response], partial, interrupted);
  }

  #remember(response: ResponseObject): void {
    this.#turns.rememberOutputs(this.#writer.outputs);
    const turn: Turn = { ids: this.#ids, response, held: this.#held, files: this.#files, chat: this.#chat };
    if (turn.ids.length > 0 && this.#asked.store !== false) this.#turns.remember(turn);
  }

  /** The calls for code of the last response, whose results the server does not have yet. */
  get #held(): Item[] {
    const { latest, ours } = this.#hops;
    const items = this.#writer.items.map((item) => ({ ...item, outputs: this.#writer.outputs.get(textOf(item.id)) }));
    return latest
      .filter((item) => isCall(item) && ours.includes(textOf(item.name)))
      .map((call) => items.find((item) => localCallIn(item)?.call_id === callIdOf(call)) ?? call);
  }
}

/** The first object of a conversation that the application keeps itself: later requests have it, too. */
function chatOf({ input, store }: CreateBody): object | undefined {
  const [first] = Array.isArray(input) ? input : [];
  if (isJsonObject(first)) return first;
  return store === false ? undefined : {};
}

function openedId([event]: readonly ResponseEvent[]): string | undefined {
  return isJsonObject(event?.response) ? textOf(event.response.id) || undefined : undefined;
}

/** As the SDK's `output_text`. */
export function textIn(items: readonly Item[]): string {
  const blocks = items.filter(({ type }) => type === 'message').flatMap(({ content }) => itemsIn(content));
  return blocks.map(({ type, text }) => (type === 'output_text' ? textOf(text) : '')).join('');
}

function hasFiles({ role, parts }: Content): boolean {
  return role === 'user' && (parts?.some(({ inlineData, fileData }) => inlineData ?? fileData) ?? false);
}
