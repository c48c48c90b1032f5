import type {
  Content,
  ContentUnion,
  GenerateContentConfig,
  GenerateContentParameters,
  GenerateContentResponse,
} from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { CALLING } from '../../answer/codec/enums.ts';
import { partsOfInstruction } from '../../answer/request/addInstruction.ts';
import { declarationsIn } from '../../answer/request/callables.ts';
import { codeExecutionIn } from '../../answer/request/config.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { isCodeExecution } from '../codeExecution.ts';
import { encodeMessages } from '../request/encodeMessages.ts';
import type { LocalTools } from '../request/tools.ts';
import {
  type Block,
  type CreateParams,
  type EventStream,
  type Message,
  type MessageFacts,
  type MessagesApi,
  type RequestOptions,
  type StreamEvent,
  textOf,
  type Usage,
} from '../wire.ts';
import { EventReader, eventsOf, lastChunkOf } from './readEvents.ts';
import { RunStreams } from './runStreams.ts';
import { addUsage } from './usage.ts';

/** The messages of the server that one answer is made of. */
export class Hops {
  /** The event that the answer begins with. */
  opening: StreamEvent | undefined;
  /** The event with which the latest message told how it ended. */
  ending: StreamEvent | undefined;
  /** The latest message, without its content. */
  message: MessageFacts = {};
  usage: Usage | undefined;
  /** The first stream, as the SDK makes it. */
  stream: EventStream | undefined;
  /** The first response. */
  response: Response | undefined;
  readonly streams: RunStreams;
  readonly #api: MessagesApi;
  readonly #body: CreateParams;
  readonly #tools: LocalTools;
  readonly #options: RequestOptions;

  /** @param earlier those of an answer to the same messages that goes on */
  constructor(api: MessagesApi, body: CreateParams, tools: LocalTools, options: RequestOptions, earlier?: Hops) {
    this.#api = api;
    this.#body = body;
    this.#tools = tools;
    this.#options = options;
    this.usage = earlier?.usage;
    this.opening = earlier?.opening;
    this.stream = earlier?.stream;
    this.response = earlier?.response;
    this.message = earlier?.message ?? {};
    this.streams = earlier?.streams ?? new RunStreams();
  }

  /** Asks the model. */
  async *ask({ contents, config = {} }: GenerateContentParameters): AsyncGenerator<GenerateContentResponse> {
    const reader = new EventReader(codeExecutionIn(config.tools) !== undefined);
    let message: MessageFacts = {};
    for await (const event of await this.#send(this.bodyFor(contents as Content[], config))) {
      if (event.type === 'message_start' && isJsonObject(event.message)) {
        // A message that failed before anything of it was given is not the first.
        if (!this.usage) this.opening = event;
        message = event.message;
      }
      if (event.type === 'message_delta') {
        this.ending = event;
        message = withDelta(message, event);
      }
      const parts = reader.read(event);
      if (parts.length > 0) yield createChunk({}, parts);
      if (event.type === 'message_stop') yield this.#complete(message);
    }
  }

  /** Makes the body of a request to the model. */
  bodyFor(contents: readonly Content[], config: GenerateContentConfig): CreateParams {
    const { stream, container: _, thread: __, tool_choice: choice, system, tools = [], ...rest } = this.#body;
    const isOnServer = codeExecutionIn(config.tools) !== undefined;
    const ours = declarationsIn(config.tools ?? []).filter(({ name }) => !this.#names.includes(name));
    const place = tools.find(isCodeExecution);
    const encoded = this.#tools.forModel.flatMap((tool): Block[] => {
      if (tool) return [tool];
      if (isOnServer) return place ? [{ type: place.type, name: place.name }] : [];
      // The breakpoint of a cache is where the tool is.
      return ours.map(({ name, description, parametersJsonSchema: input_schema }) => {
        const cache_control = place?.cache_control;
        return {
          name,
          description,
          input_schema,
          ...(cache_control !== undefined && { cache_control }),
        } as unknown as Block;
      });
    });
    const chosen = this.#choiceFor(choice, config, ours[0]?.name);
    const instruction = instructionOf(config.systemInstruction);
    const systems = [...systemOf(system), ...(instruction === '' ? [] : [{ type: 'text', text: instruction }])];
    return {
      ...rest,
      messages: encodeMessages(contents),
      ...(encoded.length > 0 && { tools: encoded }),
      ...(chosen && { tool_choice: chosen }),
      ...(systems.length > 0 && { system: systems }),
      // So that a model that writes its programs as text does not make up their output.
      ...(config.stopSequences && { stop_sequences: [...textsOf(rest.stop_sequences), ...config.stopSequences] }),
      ...(stream && { stream }),
    };
  }

  get #names(): unknown[] {
    return this.#tools.forModel.map((tool) => tool?.name);
  }

  /** A model that must call a tool in every request would never answer: only the first is forced. */
  #choiceFor(
    choice: Block | undefined,
    { toolConfig }: GenerateContentConfig,
    ours: string | undefined,
  ): Block | undefined {
    if (toolConfig?.functionCallingConfig?.mode === CALLING.NONE) return { type: 'none' };
    if (choice?.type !== 'any' && choice?.type !== 'tool') return choice;
    const { disable_parallel_tool_use: isSingle } = choice;
    if (this.usage) return { type: 'auto', ...(isSingle !== undefined && { disable_parallel_tool_use: isSingle }) };
    return choice.name === 'code_execution' && ours !== undefined ? { ...choice, name: ours } : choice;
  }

  async #send(body: CreateParams): Promise<AsyncIterable<StreamEvent> | Iterable<StreamEvent>> {
    const { data, response } = await this.#api.create(body, this.#options).withResponse();
    this.response ??= response;
    if (!body.stream) return eventsOf(data as Message);
    this.stream ??= data as EventStream;
    return data as EventStream;
  }

  #complete(message: MessageFacts): GenerateContentResponse {
    this.message = message;
    this.usage = addUsage(this.usage, message.usage);
    return lastChunkOf({ ...message, content: [] });
  }
}

function withDelta(message: MessageFacts, { type: _, delta, usage, ...rest }: StreamEvent): MessageFacts {
  const counted = isJsonObject(usage) ? Object.entries(usage).filter(([, value]) => value !== null) : [];
  return {
    ...message,
    ...rest,
    ...(isJsonObject(delta) && delta),
    usage: { ...message.usage, ...Object.fromEntries(counted) },
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function systemOf(system: string | Block[] | undefined): Block[] {
  if (system === undefined || system === '') return [];
  return typeof system === 'string' ? [{ type: 'text', text: system }] : system;
}

function instructionOf(instruction: ContentUnion | undefined): string {
  return instruction === undefined
    ? ''
    : partsOfInstruction(instruction)
        .map(({ text }) => textOf(text))
        .join('\n');
}
