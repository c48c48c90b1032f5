import type { Responder } from '../../answer/loop/responder.ts';
import { TurnsById } from '../../answer/loop/turnsById.ts';
import type { LocalCodeExecution } from '../../answer/options.ts';
import { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import { withoutOptions } from '../../answer/request/requestOptions.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { InteractionAnswer } from './answer.ts';
import { encodeSteps } from './encodeSteps.ts';
import { expressApi } from './expressApi.ts';
import { outputsOf } from './outputs.ts';
import { localCodeIn, readInput, withoutWrittenFiles } from './readInput.ts';
import { checkLocal, codeExecutionOf } from './request.ts';
import { ServerAnswer } from './serverAnswer.ts';
import { translateSteps } from './translateSteps.ts';
import type { Turn } from './turns.ts';
import type { CreateParams, Interaction, InteractionsApi, RequestOptions, Step, StepEvent } from './wire.ts';

/** Answers the calls of `ai.interactions` of one client. */
export class LocalInteractions {
  readonly #api: InteractionsApi;
  readonly #responder: Responder;
  readonly #turns = new TurnsById<Turn>();
  /** Which models take functions beside Google's own tools is not documented. */
  readonly #abilities = new ModelAbilities();

  constructor(api: InteractionsApi, responder: Responder, isExpress = false) {
    this.#api = isExpress ? expressApi(api) : api;
    this.#responder = responder;
  }

  /** @throws InvalidOptionError if the request asks for what only Google's servers can do */
  async create(params: CreateParams, options: RequestOptions = {}): Promise<unknown> {
    const tool = codeExecutionOf(params);
    if (!tool) return this.#api.create(withoutLocalFields(params), options);
    if (this.#responder.modeOf(tool) === 'server')
      return this.#askServer(forServer(withoutLocalFields(params)), options, tool);
    checkLocal(params);
    const stop = new AbortController();
    const context = { api: this.#api, responder: this.#responder, turns: this.#turns, abilities: this.#abilities };
    const answer = new InteractionAnswer(context, params, options, signalOf(options, stop));
    return params.stream ? streamOf(answer, stop) : answer.whole();
  }

  #askServer(params: CreateParams, options: RequestOptions, tool: LocalCodeExecution): Promise<unknown> {
    // An agent takes its time, and what goes on in the background is no answer yet.
    if (params.model === undefined || params.background === true) return this.#api.create(params, options);
    const stop = new AbortController();
    const context = { api: this.#api, responder: this.#responder, tool };
    const answer = new ServerAnswer(context, params, { ...options, signal: signalOf(options, stop) });
    return params.stream ? streamOf(answer, stop) : answer.whole();
  }

  /** Gives an interaction in the server's form: a turn that was answered here is one, whichever of its ids is given. */
  async get(id: string, params?: { stream?: boolean } | null, options?: RequestOptions): Promise<unknown> {
    const turn = this.#turns.get(id);
    const found = await this.#api.get(turn?.ids.at(-1) ?? id, params, options);
    if (params?.stream) return found;
    const interaction = found as Interaction;
    const steps = turn?.interaction.steps ?? translateSteps(interaction.steps ?? []);
    return { ...interaction, ...turn?.interaction, steps, ...outputsOf(steps) };
  }

  /** Deletes all that a turn has left on the server: the code and its results are in its earlier interactions. */
  async delete(id: string, ...rest: [params?: object | null, options?: RequestOptions]): Promise<unknown> {
    const turn = this.#turns.get(id);
    if (!turn) return this.#api.delete(id, ...rest);
    const deleted = await Promise.all(turn.ids.map((each) => this.#api.delete(each, ...rest)));
    this.#turns.forget(turn);
    return deleted.at(-1);
  }

  async cancel(id: string, ...rest: [params?: object | null, options?: RequestOptions]): Promise<unknown> {
    return this.#api.cancel(this.#turns.get(id)?.ids.at(-1) ?? id, ...rest);
  }
}

function signalOf({ signal }: RequestOptions, { signal: stopped }: AbortController): AbortSignal {
  return signal ? AbortSignal.any([signal, stopped]) : stopped;
}

/** Drops the fields that only this library understands from a request that goes out unchanged. */
function withoutLocalFields(params: CreateParams): CreateParams {
  const tools = params.tools?.map((tool) => (tool.type === 'code_execution' ? (withoutOptions(tool) as Step) : tool));
  return {
    ...params,
    ...(tools && { tools }),
    ...(params.input !== undefined && { input: withoutNames(withoutWrittenFiles(params.input)) }),
  };
}

/** Turns code that ran here into text: Google's own code execution knows only steps that it has signed. */
function forServer(params: CreateParams): CreateParams {
  const { input } = params;
  if (!Array.isArray(input)) return params;
  const isOurs = localCodeIn(input);
  return {
    ...params,
    input: input.flatMap((step) => (isOurs(step) ? encodeSteps(readInput([step])) : step)),
  };
}

/** Drops the names of files. */
function withoutNames(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutNames);
  if (!isJsonObject(input)) return input;
  if (input.type === 'user_input') return { ...input, content: withoutNames(input.content) };
  const { display_name: _, ...rest } = input;
  return 'display_name' in input && 'data' in input ? rest : input;
}

/** Of the SDK's streams, whose class it does not export. An answer that goes on after a failure begins before its stream is open. */
let streamPrototype: object = ReadableStream.prototype;

/** Makes a stream as the SDK's: a refused request rejects the call, and who stops reading ends the answer. */
async function streamOf(
  answer: InteractionAnswer | ServerAnswer,
  stop: AbortController,
): Promise<ReadableStream<StepEvent>> {
  const events = answer.events();
  let first: IteratorResult<StepEvent, void> | undefined = await events.next();
  const stream = new ReadableStream<StepEvent>(
    {
      async pull(controller) {
        const next = first ?? (await events.next());
        first = undefined;
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        stop.abort();
        // Whether a stopped request fails depends on the version of the SDK.
        await events.return().catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
  if (answer.stream) streamPrototype = Object.getPrototypeOf(answer.stream);
  return Object.setPrototypeOf(stream, streamPrototype);
}
