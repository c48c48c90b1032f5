import { type Content, type GenerateContentParameters, Outcome } from '@google/genai';
import { checkResponse } from '../codec/checkResponse.ts';
import { hasContent, partsOf } from '../codec/chunk.ts';
import type { Protocol } from '../codec/dialect.ts';
import type { LocalPart } from '../codec/localCall.ts';
import type { Responder } from '../loop/responder.ts';
import type { ApiTraits } from '../request/prepareRequest.ts';
import { encodeData } from './encodeSteps.ts';
import { Hops, StreamedError } from './hops.ts';
import { outputsOf } from './outputs.ts';
import { stepsIn } from './readInput.ts';
import { asGenerateContent } from './request.ts';
import { StepWriter } from './stepWriter.ts';
import type { Turn, Turns } from './turns.ts';
import type { Block, CreateParams, Interaction, InteractionsApi, RequestOptions, Step, StepEvent } from './wire.ts';

export interface AnswerContext {
  api: InteractionsApi;
  responder: Responder;
  turns: Turns;
  /** How the model runs code, if it has refused the other way. */
  protocol?: Protocol | undefined;
}

/** The answer to one `interactions.create()` whose code runs in the sandbox. */
export class InteractionAnswer {
  readonly #responder: Responder;
  readonly #turns: Turns;
  readonly #params: GenerateContentParameters;
  readonly #hops: Hops;
  readonly #files: readonly Content[];
  readonly #api: ApiTraits;
  readonly #writer = new StepWriter();
  /** Results of the programs that the latest hop called for, by the ids of their calls. */
  readonly #results = new Map<string, { name: string; result: Block[]; isError: boolean }>();

  /** @param signal ends the answer */
  constructor(
    { api, responder, turns, protocol }: AnswerContext,
    asked: CreateParams,
    options: RequestOptions,
    signal: AbortSignal,
  ) {
    this.#responder = responder;
    this.#turns = turns;
    const before = turns.get(asked.previous_interaction_id ?? '');
    const body = continued(asked, before);
    const { contents, ...params } = asGenerateContent(body, signal);
    const earlier = before?.files ?? [];
    this.#files = [...earlier, ...contents.filter(hasFiles)];
    this.#api = { signsCalls: false, continues: body.previous_interaction_id, protocol };
    this.#params = { ...params, contents: [...earlier, ...contents] };
    // The loop repeats requests that fail, by the options of the client.
    this.#hops = new Hops(api, body, { ...options, signal, maxRetries: 0 }, earlier.length);
  }

  /** The first stream of the SDK; `undefined` before it is open, and for answers that are not streamed. */
  get stream(): object | undefined {
    return this.#hops.stream;
  }

  /** Gives the events that the server would have streamed. */
  async *events(): AsyncGenerator<StepEvent, void> {
    const opening = this.#hops.opening;
    try {
      const ask = (params: GenerateContentParameters) => this.#hops.ask(params);
      for await (const chunk of this.#responder.respond(this.#params, ask, checkResponse, this.#api)) {
        yield* opening.splice(0);
        for (const part of partsOf(chunk).filter(hasContent)) {
          this.#note(part);
          yield* this.#writer.write(part);
        }
      }
    } catch (error) {
      if (!(error instanceof StreamedError)) throw error;
      yield* opening.splice(0);
      yield* this.#writer.end();
      yield error.event;
      return;
    }
    yield* this.#writer.end();
    const { steps, ...interaction } = this.#interaction();
    yield { event_type: 'interaction.completed', interaction };
    this.#remember({ ...interaction, steps } as Interaction);
  }

  /** Gives the whole interaction. */
  async whole(): Promise<Interaction> {
    for await (const event of this.events()) if (event.event_type === 'error') throw new Error('unreachable');
    return { ...this.#interaction(), ...outputsOf(this.#writer.steps) } as Interaction;
  }

  /** All hops as one interaction, as the SDK joins those that it continues by itself. */
  #interaction(): Interaction {
    const { answered, usage } = this.#hops;
    const [first] = answered;
    const { previous_interaction_id: _, ...last } = answered.at(-1) ?? ({} as Interaction);
    const ids = this.#ids;
    return {
      ...last,
      ...(first?.previous_interaction_id !== undefined && { previous_interaction_id: first.previous_interaction_id }),
      ...(first?.created !== undefined && { created: first.created }),
      ...(usage && { usage }),
      ...(ids.length > 1 && { continuation_ids: ids }),
      steps: this.#writer.steps,
    } as Interaction;
  }

  get #ids(): string[] {
    return this.#hops.answered.flatMap(({ id }) => id || []);
  }

  #note({
    executableCode,
    codeExecutionResult,
    inlineData,
    localCall,
    received,
  }: LocalPart & { received?: unknown }): void {
    const id = executableCode?.id ?? codeExecutionResult?.id;
    if (executableCode && id !== undefined && localCall)
      this.#results.set(id, { name: localCall.name, result: [], isError: false });
    const latest = id === undefined ? [...this.#results.values()].at(-1) : this.#results.get(id);
    if (codeExecutionResult && latest) {
      latest.result.push({ type: 'text', text: codeExecutionResult.output ?? '' });
      latest.isError = codeExecutionResult.outcome !== Outcome.OUTCOME_OK;
    } else if (inlineData && !received) latest?.result.push(encodeData(inlineData, { type: 'image' }));
  }

  #remember(interaction: Interaction): void {
    const turn: Turn = { ids: this.#ids, interaction, held: this.#held(), files: this.#files };
    if (turn.ids.length > 0) this.#turns.remember(turn);
  }

  /** The results that the model has not got: it also called functions of the application, whose results come with the next request. */
  #held(): Step[] {
    return this.#hops.steps.flatMap(({ id }) => {
      const noted = this.#results.get(String(id));
      return noted ? encodeHeld(String(id), noted) : [];
    });
  }
}

function encodeHeld(id: string, { name, result, isError }: { name: string; result: Block[]; isError: boolean }): Step {
  const [only] = result;
  return {
    type: 'function_result',
    call_id: id,
    name,
    result: result.length === 1 && only?.type === 'text' ? only.text : result,
    ...(isError && { is_error: true }),
  };
}

/** A request that goes on from a turn: the server knows it by the id of its last interaction, and lacks results that were held back. */
function continued(asked: CreateParams, before: Turn | undefined): CreateParams {
  const id = before?.ids.at(-1);
  if (!before || id === undefined) return asked;
  const input = [...before.held, ...stepsIn(asked.input)];
  return { ...asked, previous_interaction_id: id, ...(before.held.length > 0 && { input }) };
}

function hasFiles({ role, parts }: Content): boolean {
  return role === 'user' && (parts?.some(({ inlineData }) => inlineData) ?? false);
}
