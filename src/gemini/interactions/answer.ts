import type { Content, GenerateContentParameters } from '@google/genai';
import { hasContent, partsOf } from '../../answer/codec/chunk.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import type { TurnsById } from '../../answer/loop/turnsById.ts';
import { partialAnswer } from '../../answer/partialAnswer.ts';
import type { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import type { ApiTraits } from '../../answer/request/prepareRequest.ts';
import { Hops, StreamedError } from './hops.ts';
import { outputsOf } from './outputs.ts';
import { PARTIAL_INTERACTIONS } from './partialInteraction.ts';
import { stepsIn } from './readInput.ts';
import { asGenerateContent, codeExecutionOf } from './request.ts';
import { StepWriter } from './stepWriter.ts';
import { programsOf, type Turn } from './turns.ts';
import type { CreateParams, Interaction, InteractionsApi, RequestOptions, StepEvent } from './wire.ts';

export interface AnswerContext {
  api: InteractionsApi;
  responder: Responder;
  turns: TurnsById<Turn>;
  /** What this API takes for each model. */
  abilities: ModelAbilities;
}

/** The answer to one `interactions.create()` whose code runs in the sandbox. */
export class InteractionAnswer {
  readonly #responder: Responder;
  readonly #turns: TurnsById<Turn>;
  readonly #params: GenerateContentParameters & { contents: Content[] };
  readonly #hops: Hops;
  readonly #files: readonly Content[];
  readonly #api: ApiTraits;
  readonly #chat: object;
  readonly #writer = new StepWriter();

  /** @param signal ends the answer */
  constructor(
    { api, responder, turns, abilities }: AnswerContext,
    asked: CreateParams,
    options: RequestOptions,
    signal: AbortSignal,
  ) {
    this.#responder = responder;
    this.#turns = turns;
    const before = turns.get(asked.previous_interaction_id ?? '');
    const body = continued(asked, before);
    const { resume } = codeExecutionOf(asked) ?? {};
    const interrupted = resume && PARTIAL_INTERACTIONS.stateOf(resume);
    const { contents, ...params } = asGenerateContent(body, signal, interrupted?.answer);
    const earlier = before?.files ?? [];
    this.#files = [...earlier, ...contents.filter(hasFiles)];
    // The calls of what is held are the first content after those, and known to the server, too.
    const known = before && before.held.length > 0 ? earlier.length + 1 : earlier.length;
    this.#chat = before?.chat ?? {};
    // Without an id, no later request can go on from this one.
    const chat = body.store === false ? undefined : this.#chat;
    this.#api = { signsCalls: false, abilities, chat };
    this.#params = { ...params, contents: [...earlier, ...contents] };
    // The loop repeats requests that fail, by the options of the client.
    const isSame = interrupted?.contents === this.#params.contents.length;
    this.#hops = new Hops(
      api,
      body,
      { ...options, signal, maxRetries: 0 },
      known,
      isSame ? interrupted.hops : undefined,
    );
  }

  /** The first stream of the SDK; `undefined` before it is open, and for answers that are not streamed. */
  get stream(): object | undefined {
    return this.#hops.stream;
  }

  /** Gives the events that the server would have streamed. */
  async *events(): AsyncGenerator<StepEvent, void> {
    let opened = 0;
    const written: StepEvent[] = [];
    const take = () => {
      const opening = this.#hops.opening.slice(opened);
      opened += opening.length;
      return [...opening, ...written.splice(0)];
    };
    try {
      const ask = (params: GenerateContentParameters) => this.#hops.ask(params);
      for await (const chunk of this.#responder.respond(this.#params, ask, this.#api)) {
        for (const part of partsOf(chunk).filter(hasContent)) written.push(...this.#writer.write(part));
        // The parts of an answer that goes on come before its first stream.
        if (this.#hops.stream !== undefined) yield* take();
      }
    } catch (error) {
      written.push(...this.#writer.end());
      this.#rememberPartial(error);
      if (!(error instanceof StreamedError)) throw error;
      yield* take();
      yield error.event;
      return;
    }
    written.push(...this.#writer.end());
    yield* take();
    const { steps, ...interaction } = this.#interaction();
    yield { event_type: 'interaction.completed', interaction };
    this.#remember({ ...interaction, steps } as Interaction);
  }

  /** Gives the whole interaction. */
  async whole(): Promise<Interaction> {
    const events = this.events();
    while (!(await events.next()).done);
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

  #rememberPartial(error: unknown): void {
    const answer = partialAnswer(error);
    if (!answer) return;
    const { steps } = this.#writer;
    const partial = { ...this.#interaction(), status: 'incomplete', ...outputsOf(steps) };
    const interrupted = { answer, hops: this.#hops, contents: this.#params.contents.length };
    const errors = error instanceof StreamedError ? [error, error.event] : [error];
    PARTIAL_INTERACTIONS.remember(errors, partial as Interaction, interrupted);
  }

  #remember(interaction: Interaction): void {
    const held = programsOf(this.#hops.steps, this.#writer.steps);
    const turn: Turn = { ids: this.#ids, interaction, held, files: this.#files, chat: this.#chat };
    if (turn.ids.length > 0) this.#turns.remember(turn);
  }
}

/** A request that goes on from a turn: the server knows it by the id of its last interaction, and lacks results that were held back. */
function continued(asked: CreateParams, before: Turn | undefined): CreateParams {
  const id = before?.ids.at(-1);
  if (!before || id === undefined) return asked;
  const input = [...before.held, ...stepsIn(asked.input)];
  return { ...asked, previous_interaction_id: id, ...(before.held.length > 0 && { input }) };
}

function hasFiles({ role, parts }: Content): boolean {
  return role === 'user' && (parts?.some(({ inlineData, fileData }) => inlineData ?? fileData) ?? false);
}
