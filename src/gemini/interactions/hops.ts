import {
  type Content,
  type ContentUnion,
  FinishReason,
  type GenerateContentConfig,
  type GenerateContentParameters,
  GenerateContentResponse,
  type Part,
} from '@google/genai';
import { isJsonObject } from '../../text/parseJson.ts';
import { declarationsIn } from '../request/callables.ts';
import { codeExecutionIn } from '../request/config.ts';
import { encodeSteps } from './encodeSteps.ts';
import { readCall } from './readInput.ts';
import { deltasOf, StepBuilder, startOf } from './stepDeltas.ts';
import { encodeToolChoice } from './toolChoice.ts';
import { addUsage, asUsageMetadata } from './usage.ts';
import {
  type CreateParams,
  type Interaction,
  type InteractionsApi,
  type RequestOptions,
  type Step,
  type StepEvent,
  type StepPart,
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

/** How the loop is told of the end of an interaction. Calls of a model that was cut off are not made. */
const FINISH_REASONS: Record<string, FinishReason> = {
  completed: FinishReason.STOP,
  requires_action: FinishReason.STOP,
  incomplete: FinishReason.MAX_TOKENS,
};

/** The interactions with the server that one answer is made of. */
export class Hops {
  /** Each interaction, in order. */
  readonly answered: Interaction[] = [];
  /** The events that the first stream began with. */
  readonly opening: StepEvent[] = [];
  /** The steps of the latest interaction. */
  steps: Step[] = [];
  usage: Usage | undefined;
  /** The first stream, as the SDK makes it. */
  stream: object | undefined;
  readonly #api: InteractionsApi;
  readonly #body: CreateParams;
  readonly #options: RequestOptions;
  /** How many contents the server knows by the id of an interaction, the model's own turn included. */
  readonly #known: { contents: number; id: string }[] = [];

  /** @param known how many contents are of earlier turns, which the server knows */
  constructor(api: InteractionsApi, body: CreateParams, options: RequestOptions, known = 0) {
    this.#api = api;
    this.#body = body;
    this.#options = options;
    const { previous_interaction_id: id } = body;
    if (id !== undefined) this.#known.push({ contents: known, id });
  }

  /** Asks the model. @throws StreamedError if the stream says that it failed */
  async *ask({ contents, config }: GenerateContentParameters): AsyncGenerator<GenerateContentResponse> {
    const asked = contents as Content[];
    const body = this.#bodyFor(asked, config ?? {});
    const events = this.#body.stream ? await this.#openStream(body) : await this.#askOnce(body);
    this.steps = [];
    const builders = new Map<unknown, StepBuilder>();
    for await (const event of events) {
      const parts = this.#readEvent(event, builders);
      if (parts.length > 0) yield chunkOf(parts);
      const completed = completedBy(event);
      if (completed) yield this.#complete(completed, asked.length);
    }
  }

  async #openStream(body: CreateParams): Promise<AsyncIterable<StepEvent>> {
    const stream = (await this.#api.create({ ...body, stream: true }, this.#options)) as object;
    this.stream ??= stream;
    return stream as AsyncIterable<StepEvent>;
  }

  async #askOnce(body: CreateParams): Promise<Iterable<StepEvent>> {
    return eventsOf((await this.#api.create(body, this.#options)) as Interaction);
  }

  /** Reads what an event brings: a part, or nothing. A call is complete only at the end of its step. */
  #readEvent(event: StepEvent, builders: Map<unknown, StepBuilder>): StepPart[] {
    switch (event.event_type) {
      case 'interaction.created':
      case 'interaction.status_update':
        if (this.answered.length === 0 && this.opening.length < 2) this.opening.push(event);
        return [];
      case 'step.start': {
        const builder = new StepBuilder(event.step as Step);
        builders.set(event.index, builder);
        this.steps.push(builder.step);
        return builder.step.type === 'function_call' ? [] : [{ received: { of: builder, events: [] } }];
      }
      case 'step.delta': {
        const builder = builders.get(event.index);
        builder?.add(event);
        return builder && builder.step.type !== 'function_call' ? [partOf(event, builder)] : [];
      }
      case 'step.stop': {
        const builder = builders.get(event.index);
        builders.delete(event.index);
        const step = builder?.end();
        if (!builder || step?.type !== 'function_call') return [];
        return [{ functionCall: readCall(step), received: { of: builder, events: callEvents(step) } }];
      }
      case 'error':
        throw new StreamedError(event);
      default:
        return [];
    }
  }

  #complete(interaction: Interaction, contents: number): GenerateContentResponse {
    this.answered.push(interaction);
    const { id, status, usage, model } = interaction;
    if (id) this.#known.push({ contents: contents + 1, id });
    this.usage = addUsage(this.usage, usage);
    const usageMetadata = asUsageMetadata(usage);
    const finishReason = FINISH_REASONS[String(status)] ?? FinishReason.OTHER;
    return Object.assign(chunkOf([], finishReason), {
      ...(id && { responseId: id }),
      ...(model !== undefined && { modelVersion: model }),
      ...(usageMetadata && { usageMetadata }),
    });
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
    return {
      ...rest,
      input: encodeSteps(known ? contents.slice(known.contents) : contents),
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

function chunkOf(parts: Part[], finishReason?: FinishReason): GenerateContentResponse {
  const candidate = { index: 0, content: { role: 'model', parts }, ...(finishReason && { finishReason }) };
  return Object.assign(new GenerateContentResponse(), { candidates: [candidate] });
}

function partOf(event: StepEvent, of: StepBuilder): StepPart {
  const { delta } = event;
  const received = { of, events: [event] };
  if (!isJsonObject(delta)) return { received };
  if (delta.type === 'text') return { text: textOf(delta.text), received };
  if (delta.type === 'thought_summary' && isJsonObject(delta.content))
    return { thought: true, text: textOf(delta.content.text), received };
  if (delta.type === 'image' && typeof delta.data === 'string')
    return { inlineData: { mimeType: textOf(delta.mime_type), data: delta.data }, received };
  return { received };
}

function callEvents(step: Step): StepEvent[] {
  return deltasOf(step).map((delta) => ({ event_type: 'step.delta', delta }));
}

function completedBy({ event_type: type, interaction }: StepEvent): Interaction | undefined {
  if (type !== 'interaction.completed' || !isJsonObject(interaction)) return undefined;
  // The SDK continues such an interaction by itself.
  return interaction.status === 'requires_continuation' ? undefined : (interaction as Interaction);
}

/** Gives the events that the server would have streamed for an interaction. */
function* eventsOf(interaction: Interaction): Generator<StepEvent> {
  for (const [index, step] of (interaction.steps ?? []).entries()) {
    yield { event_type: 'step.start', index, step: startOf(step) };
    for (const delta of deltasOf(step)) yield { event_type: 'step.delta', index, delta };
    yield { event_type: 'step.stop', index };
  }
  yield { event_type: 'interaction.completed', interaction };
}
