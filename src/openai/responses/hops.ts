import type { Content, GenerateContentConfig, GenerateContentParameters, GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { CALLING } from '../../answer/codec/enums.ts';
import { partsOfInstruction } from '../../answer/request/addInstruction.ts';
import { codeExecutionIn } from '../../answer/request/config.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { type Opened, openRequest } from '../localPromise.ts';
import { addUsage, type Usage } from '../usage.ts';
import { encodeInput } from './encodeInput.ts';
import { encodeOurTools } from './encodeTools.ts';
import { isCall, itemsIn } from './items.ts';
import { EventReader, endedBy, eventsOf, lastChunkOf } from './readEvents.ts';
import { isCodeInterpreter } from './request.ts';
import { ENCRYPTED, type ServerForm } from './serverForm.ts';
import { encodeToolChoice } from './toolChoice.ts';
import {
  type CreateBody,
  type Item,
  type RequestOptions,
  type ResponseEvent,
  type ResponseObject,
  type ResponsesApi,
  textOf,
} from './wire.ts';

/** A response that the server could not finish. The application gets it as it is. */
export class FailedResponseError extends Error {
  override readonly name = 'FailedResponseError';
  readonly response: ResponseObject;
  /** As of a refused request with the same reason. */
  readonly status: number;

  constructor(response: ResponseObject) {
    const { code, message } = isJsonObject(response.error) ? response.error : {};
    super(textOf(message) || 'The response failed.');
    this.response = response;
    this.status = code === 'server_error' ? 500 : code === 'rate_limit_exceeded' ? 429 : 400;
  }
}

/** The requests of one answer, and where they go. */
export interface HopsContext {
  api: ResponsesApi;
  body: CreateBody;
  options: RequestOptions;
  /** How the server takes requests for this model. */
  form: ServerForm;
}

/** What a response of this answer, or of the turn before, tells the server by its id. */
interface Known {
  id: string;
  /** How many contents, the model's own turn included. */
  contents: number;
  /** Whether the application named it. */
  isAsked?: boolean;
}

/** The outputs of OpenAI's own code, which its items have only if they are asked for. */
export const OUTPUTS = 'code_interpreter_call.outputs';

/** The responses of the server that one answer is made of. */
export class Hops {
  /** Each response, in order. */
  readonly answered: ResponseObject[];
  /** The events that the first stream began with. */
  opening: ResponseEvent[];
  usage: Usage | undefined;
  /** What the client gave for the first request. */
  first: Opened | undefined;
  /** The names of the tools with which the model of the latest response called for code. */
  ours: string[] = [];
  readonly #context: HopsContext;
  readonly #known: Known[];
  #isOpening: boolean;

  /**
   * @param known how many contents are of earlier turns, which the server knows
   * @param earlier those of an answer to the same contents that goes on
   */
  constructor(context: HopsContext, known: number, earlier?: Hops) {
    this.#context = context;
    const { previous_response_id: id } = context.body;
    this.answered = [...(earlier?.answered ?? [])];
    this.usage = earlier?.usage;
    // The application has seen the id of the first response, unless that was never complete.
    this.opening = this.answered.length > 0 ? [...(earlier?.opening ?? [])] : [];
    this.first = this.answered.length > 0 ? earlier?.first : undefined;
    this.#isOpening = this.opening.length === 0;
    this.#known = earlier ? [...earlier.#known] : id ? [{ contents: known, id, isAsked: true }] : [];
  }

  /** The items of the latest response. */
  get latest(): Item[] {
    return itemsIn(this.answered.at(-1)?.output);
  }

  /** Asks the model. @throws FailedResponseError */
  async *ask({ contents, config = {} }: GenerateContentParameters): AsyncGenerator<GenerateContentResponse> {
    const asked = contents as Content[];
    const { events, isFenced } = await this.#open(asked, config);
    const reader = new EventReader(isFenced);
    // Those of an attempt that failed are forgotten.
    if (this.#isOpening) this.opening = [];
    for await (const event of events) {
      const ended = endedBy(event);
      if (ended?.status === 'failed') throw new FailedResponseError(ended);
      if (ended) yield this.#complete(ended, asked.length, reader.isMalformed);
      else if (this.#isOpening && isJsonObject(event.response)) this.opening.push(event);
      const parts = reader.read(event);
      if (parts.length > 0) yield createChunk({}, parts);
      if (event.output_index !== undefined) this.#isOpening = false;
    }
  }

  async #open(contents: Content[], config: GenerateContentConfig) {
    const { api, options, form } = this.#context;
    for (;;) {
      const body = this.#bodyFor(contents, config);
      try {
        const opened = await openRequest(api.create(body, options));
        this.first ??= opened;
        const events = body.stream
          ? (opened.data as AsyncIterable<ResponseEvent>)
          : eventsOf(opened.data as ResponseObject);
        return { events, isFenced: this.ours.length === 0 && !codeExecutionIn(config.tools) };
      } catch (error) {
        if (!form.learnFrom(error, body)) throw error;
      }
    }
  }

  #complete(response: ResponseObject, contents: number, isMalformed: boolean): GenerateContentResponse {
    this.answered.push(response);
    this.#isOpening = false;
    const { id, usage } = response;
    // The model is asked again without a turn that it could not write.
    if (id && !isMalformed) this.#known.push({ contents: contents + 1, id });
    this.usage = addUsage(this.usage, usage);
    return lastChunkOf(response, isMalformed);
  }

  #bodyFor(contents: Content[], config: GenerateContentConfig): CreateBody {
    const { body, form } = this.#context;
    const {
      input: _,
      include,
      instructions: __,
      previous_response_id: ___,
      tools: ____,
      tool_choice: choice,
      ...rest
    } = body;
    const isStored = body.store !== false && form.keepsResponses;
    const known = this.#known.findLast((each) => each.contents < contents.length && (isStored || each.isAsked));
    const { tools, ours, isServers } = this.#toolsFor(config);
    const encodedChoice = encodeToolChoice(choice, {
      ours: isServers ? undefined : ours.map(({ type, name }) => ({ type, name: textOf(name) })),
      hasCalled: this.answered.some(({ output }) => itemsIn(output).some(isCall)),
      isExhausted: config.toolConfig?.functionCallingConfig?.mode === CALLING.NONE,
    });
    const included = includesFor(include ?? [], { isServers, isEncrypted: !isStored && form.encryptsReasoning });
    const instructions = instructionOf(config);
    const { isCustom, leftOut } = form;
    return {
      ...rest,
      input: encodeInput(contents, { isCustom, leftOut, isStored }, known?.contents),
      ...(tools.length > 0 && { tools, ...(encodedChoice !== undefined && { tool_choice: encodedChoice }) }),
      ...(included.length > 0 && { include: included }),
      ...(instructions !== '' && { instructions }),
      ...(known && { previous_response_id: known.id }),
    };
  }

  /** The application's tools as they are, with ours, or OpenAI's own, in the place of the code interpreter. */
  #toolsFor(config: GenerateContentConfig) {
    const asked = itemsIn(this.#context.body.tools);
    const others = asked.filter((tool) => !isCodeInterpreter(tool));
    const isServers = codeExecutionIn(config.tools) !== undefined;
    const ours = isServers ? [] : encodeOurTools(config, others, this.#context.form.isCustom);
    this.ours = ours.map(({ name }) => textOf(name));
    const servers = isServers ? asked.filter(isCodeInterpreter).map(asServersTool) : [];
    return { tools: [...others, ...ours, ...servers], ours, isServers };
  }
}

/** OpenAI's own tool, without the options that only this library understands. */
export function asServersTool({ container = { type: 'auto' }, allowed_callers: callers }: Item): Item {
  return { type: 'code_interpreter', container, ...(callers !== undefined && { allowed_callers: callers }) };
}

function includesFor(
  asked: readonly string[],
  { isServers, isEncrypted }: { isServers: boolean; isEncrypted: boolean },
): string[] {
  const others = asked.filter((name) => name !== OUTPUTS && name !== ENCRYPTED);
  const wantsEncrypted = isEncrypted || asked.includes(ENCRYPTED);
  return [...others, ...(isServers ? [OUTPUTS] : []), ...(wantsEncrypted ? [ENCRYPTED] : [])];
}

function instructionOf({ systemInstruction }: GenerateContentConfig): string {
  if (systemInstruction === undefined) return '';
  return partsOfInstruction(systemInstruction)
    .flatMap(({ text }) => text || [])
    .join('\n\n');
}
