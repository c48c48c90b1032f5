import type {
  Content,
  ContentUnion,
  GenerateContentConfig,
  GenerateContentParameters,
  GenerateContentResponse,
  Part,
} from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { declarationsIn } from '../../answer/request/callables.ts';
import { codeExecutionIn } from '../../answer/request/config.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { encodeSteps } from './encodeSteps.ts';
import { completedBy, EventReader, eventsOf, lastChunkOf } from './readEvents.ts';
import { encodeToolChoice } from './toolChoice.ts';
import { isOfServerTool, refusesToolHistory } from './toolHistory.ts';
import { addUsage } from './usage.ts';
import {
  type CreateParams,
  type Interaction,
  type InteractionsApi,
  type RequestOptions,
  type Step,
  type StepEvent,
  textOf,
  type Usage,
} from './wire.ts';

/** The error that a stream brings as an event. The SDK gives it to the application as it is. */
export class StreamedError extends Error {
  override readonly name = 'StreamedError';
  readonly event: StepEvent;

  constructor(event: StepEvent) {
    super(isJsonObject(event.error) ? textOf(event.error.message) : 'The stream brought an error.');
    this.event = event;
  }
}

/** The events with which a stream begins. */
const OPENING = ['interaction.created', 'interaction.status_update'];

/** The interactions with the server that one answer is made of. */
export class Hops {
  /** Each interaction, in order. */
  readonly answered: Interaction[];
  /** The events that the first stream began with. */
  readonly opening: StepEvent[];
  /** The steps of the latest interaction. */
  steps: Step[] = [];
  usage: Usage | undefined;
  /** The first stream, as the SDK makes it. */
  stream: object | undefined;
  readonly #api: InteractionsApi;
  readonly #body: CreateParams;
  readonly #options: RequestOptions;
  #isOpening: boolean;
  /** How many contents the server knows by the id of an interaction, the model's own turn included. */
  readonly #known: { contents: number; id: string }[];
  /** Whether the steps of Google's own tools are not sent, because the server has refused them. */
  #leavesToolsOut = false;

  /**
   * @param known how many contents are of earlier turns, which the server knows
   * @param earlier those of an answer to the same contents that goes on
   */
  constructor(api: InteractionsApi, body: CreateParams, options: RequestOptions, known: number, earlier?: Hops) {
    this.#api = api;
    this.#body = body;
    this.#options = options;
    const { previous_interaction_id: id } = body;
    this.answered = [...(earlier?.answered ?? [])];
    this.usage = earlier?.usage;
    // The application has seen the id of the first interaction, unless that was never complete.
    this.opening = this.answered.length > 0 ? [...(earlier?.opening ?? [])] : [];
    this.#isOpening = this.opening.length === 0;
    this.stream = this.#isOpening ? undefined : earlier?.stream;
    this.#known = earlier ? [...earlier.#known] : id === undefined ? [] : [{ contents: known, id }];
  }

  /** Asks the model. @throws StreamedError if the stream says that it failed */
  async *ask({ contents, config }: GenerateContentParameters): AsyncGenerator<GenerateContentResponse> {
    const asked = contents as Content[];
    const events = await this.#open(asked, config ?? {});
    const reader = new EventReader();
    this.steps = reader.steps;
    for await (const event of events) {
      if (event.event_type === 'error') throw new StreamedError(event);
      if (OPENING.includes(event.event_type) && this.#isOpening && this.opening.length < OPENING.length)
        this.opening.push(event);
      const parts = reader.read(event);
      if (parts.length > 0) yield createChunk({}, parts);
      const completed = completedBy(event);
      if (completed) yield this.#complete(completed, asked.length);
    }
  }

  /** Sends the request; once more, without the steps of Google's own tools, if the server can't go on from them. */
  async #open(contents: Content[], config: GenerateContentConfig) {
    try {
      return await this.#send(this.#bodyFor(contents, config));
    } catch (error) {
      if (!refusesToolHistory(error) || !encodeSteps(contents).some(isOfServerTool)) throw error;
      this.#leavesToolsOut = true;
      // The interactions of this answer are told as steps then.
      this.#known.length = this.#body.previous_interaction_id === undefined ? 0 : 1;
      return this.#send(this.#bodyFor(contents, config));
    }
  }

  #send(body: CreateParams): Promise<AsyncIterable<StepEvent> | Iterable<StepEvent>> {
    return this.#body.stream ? this.#openStream(body) : this.#askOnce(body);
  }

  async #openStream(body: CreateParams): Promise<AsyncIterable<StepEvent>> {
    const stream = (await this.#api.create({ ...body, stream: true }, this.#options)) as object;
    this.stream ??= stream;
    return stream as AsyncIterable<StepEvent>;
  }

  async #askOnce(body: CreateParams): Promise<Iterable<StepEvent>> {
    return eventsOf((await this.#api.create(body, this.#options)) as Interaction);
  }

  #complete(interaction: Interaction, contents: number): GenerateContentResponse {
    this.answered.push(interaction);
    this.#isOpening = false;
    const { id, usage } = interaction;
    if (id) this.#known.push({ contents: contents + 1, id });
    this.usage = addUsage(this.usage, usage);
    return lastChunkOf(interaction);
  }

  #bodyFor(contents: Content[], config: GenerateContentConfig): CreateParams {
    const { stream: _, tools = [], generation_config: settings, ...rest } = this.#body;
    const known =
      this.#body.store === false ? undefined : this.#known.findLast((each) => each.contents < contents.length);
    const choice = encodeToolChoice(config.toolConfig);
    const { tool_choice: __, ...others } = settings ?? {};
    const generation = {
      ...others,
      ...(choice !== undefined && { tool_choice: choice }),
      ...(config.stopSequences && { stop_sequences: config.stopSequences }),
    };
    const instruction = instructionOf(config.systemInstruction);
    const steps = encodeSteps(known ? contents.slice(known.contents) : contents);
    return {
      ...rest,
      input: this.#leavesToolsOut ? steps.filter((step) => !isOfServerTool(step)) : steps,
      tools: encodeTools(tools, config),
      ...(Object.keys(generation).length > 0 && { generation_config: generation }),
      ...(instruction !== '' && { system_instruction: instruction }),
      ...(known && { previous_interaction_id: known.id }),
    };
  }
}

/** The application's tools as they are, with our functions, or Google's tool, in the place of code execution. */
function encodeTools(tools: readonly Step[], config: GenerateContentConfig): Step[] {
  const declarations = declarationsIn(config.tools ?? []);
  const isOffered = ({ type, name }: Step) => type !== 'function' || declarations.some((each) => each.name === name);
  const others = tools.filter((tool) => tool.type !== 'code_execution' && isOffered(tool));
  const ours = declarations
    .filter(({ name }) => !others.some((tool) => tool.name === name))
    .map(({ name, description, parametersJsonSchema: parameters }) => ({
      type: 'function',
      name,
      description,
      parameters,
    }));
  return [...others, ...ours, ...(codeExecutionIn(config.tools) ? [{ type: 'code_execution' }] : [])];
}

function instructionOf(instruction: ContentUnion | undefined): string {
  const parts = [instruction].flat().flatMap((each) => (isJsonObject(each) && 'parts' in each ? each.parts : each));
  return parts.map((part) => (typeof part === 'string' ? part : textOf((part as Part | undefined)?.text))).join('\n');
}
