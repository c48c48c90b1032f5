import type { Responder } from '../loop/responder.ts';
import { withoutOptions } from '../request/requestOptions.ts';
import { InteractionAnswer } from './answer.ts';
import { outputsOf } from './outputs.ts';
import { checkLocal, codeExecutionOf } from './request.ts';
import { translateSteps } from './translateSteps.ts';
import { Turns } from './turns.ts';
import type { CreateParams, Interaction, InteractionsApi, RequestOptions, Step, StepEvent } from './wire.ts';

/** Answers the calls of `ai.interactions` of one client. */
export class LocalInteractions {
  readonly #api: InteractionsApi;
  readonly #responder: Responder;
  readonly #turns = new Turns();
  /** Models that have refused functions beside Google's own tools. */
  readonly #withoutFunctions = new Set<string>();

  constructor(api: InteractionsApi, responder: Responder) {
    this.#api = api;
    this.#responder = responder;
  }

  /** @throws InvalidOptionError if the request asks for what only Google's servers can do */
  async create(params: CreateParams, options: RequestOptions = {}): Promise<unknown> {
    const tool = codeExecutionOf(params);
    if (!tool || this.#responder.modeOf(tool) === 'server') return this.#api.create(withoutOurOptions(params), options);
    checkLocal(params);
    const { model = '' } = params;
    try {
      return await this.#answer(params, options);
    } catch (error) {
      if (this.#withoutFunctions.has(model) || !refusesFunctions(error)) throw error;
      this.#withoutFunctions.add(model);
      return await this.#answer(params, options);
    }
  }

  #answer(params: CreateParams, options: RequestOptions): Promise<unknown> {
    const stop = new AbortController();
    const signal = options?.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const protocol = this.#withoutFunctions.has(params.model ?? '') ? 'fences' : undefined;
    const context = { api: this.#api, responder: this.#responder, turns: this.#turns, protocol } as const;
    const answer = new InteractionAnswer(context, params, options, signal);
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

/**
 * Whether a model takes no functions beside Google's own tools. Which ones do is not documented.
 *
 * @see https://github.com/googleapis/js-genai/issues/1768
 */
function refusesFunctions(error: unknown): boolean {
  return error instanceof Error && /include_server_side_tool_invocations/.test(error.message);
}

function withoutOurOptions(params: CreateParams): CreateParams {
  const tools = params.tools?.map((tool) => (tool.type === 'code_execution' ? (withoutOptions(tool) as Step) : tool));
  return { ...params, ...(tools && { tools }) };
}

/** Makes a stream as the SDK's: a refused request rejects the call, and who stops reading ends the answer. */
async function streamOf(answer: InteractionAnswer, stop: AbortController): Promise<ReadableStream<StepEvent>> {
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
        await events.return();
      },
    },
    { highWaterMark: 0 },
  );
  return Object.setPrototypeOf(stream, Object.getPrototypeOf(answer.stream));
}
