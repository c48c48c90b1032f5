import type { Mint } from '../asked.ts';
import type { Behaviors } from '../behaviors.ts';
import type { RecordedCall } from '../calls.ts';
import { bodyFits } from '../checks/size.ts';
import { fakeRefusal, type RpcStatus, type Verdict } from '../errors.ts';
import { findModel, type GeminiModel, isAlias } from '../models.ts';
import { jsonReply, type Reply } from '../reply.ts';
import type { ScriptPlayer } from '../script/player.ts';
import type { ScriptedTurn } from '../script/script.ts';
import { modelFits } from '../script/scriptFit.ts';
import { type Answer, answerOf, inProgress } from './answer.ts';
import type { AskedInteraction } from './asked.ts';
import { thoughtsAreSigned } from './checks/replay.ts';
import { canBeContinued, checkCreate, requestIsSound } from './checks/rules.ts';
import { errorReply, interactionNotFound, refusal, streamedErrorReply } from './errors.ts';
import { turnFits } from './fit.ts';
import { stepsOfInput } from './inputSchema.ts';
import { parseCreate } from './parse.ts';
import { stepsOfParts } from './partSteps.ts';
import { respond, streamOf } from './respond.ts';
import type { CreateRequest } from './schema.ts';
import type { Step } from './steps.ts';
import { InteractionStore, type StoredInteraction, stepsOf } from './store.ts';

/** The model of whose behaviour an agent's interactions have, and scripts that name none. */
const NEWEST: GeminiModel = { name: 'gemini-3.8-flash', majorVersion: 3, minorVersion: 8 };

/** The Interactions API of one script: what has been said is kept by id. */
export class InteractionsApi {
  readonly #player: ScriptPlayer;
  readonly #mint: Mint;
  readonly #behaviors: Behaviors;
  readonly #store = new InteractionStore();
  /** The steps of each answer. */
  readonly #issued: (readonly Step[])[];
  #continuationToken: string | undefined;

  constructor(player: ScriptPlayer, mint: Mint) {
    const { behaviors = {}, issuedBefore = [], model = '' } = player.script;
    this.#player = player;
    this.#mint = mint;
    this.#behaviors = behaviors;
    this.#issued = [stepsOfParts(issuedBefore, findModel(model) ?? NEWEST, mint)];
  }

  receive(call: RecordedCall, apiKey: string | undefined): Reply {
    const answer = checkKey(apiKey) ?? bodyFits(call, this.#behaviors) ?? this.#answer(call);
    if ('type' in answer) return answer;
    call.refusal = answer;
    return errorReply(answer);
  }

  #answer(call: RecordedCall): Reply | RpcStatus {
    if (call.method === 'interactions.create') return this.#create(call);
    const interaction = this.#store.find(call.interactionId);
    if (!interaction) return interactionNotFound();
    switch (call.method) {
      case 'interactions.get':
        return this.#get(interaction, call);
      case 'interactions.cancel':
        return cancel(interaction);
      default:
        this.#store.delete(interaction.id);
        return jsonReply({});
    }
  }

  #create(call: RecordedCall): Reply | RpcStatus {
    const parsed = parseCreate(call.body);
    if ('refusal' in parsed) return parsed.refusal;
    const { request } = parsed;
    const model = modelOf(request, call.apiVersion);
    if ('code' in model) return model;
    const asked = this.#asked(request, model);
    const refused = requestIsSound(request) ?? this.#check(asked);
    if (refused) return refused;
    const unsigned = thoughtsAreSigned(asked, this.#issued);
    if (!unsigned) return this.#play(asked, call);
    if (!request.stream) return unsigned;
    call.refusal = unsigned;
    return streamedErrorReply(unsigned);
  }

  #asked(request: CreateRequest, model: GeminiModel): AskedInteraction {
    const previous = this.#store.find(request.previous_interaction_id);
    const history = stepsOf(this.#store.chainOf(previous));
    const input = stepsOfInput(request.input ?? []);
    return { request, model, behaviors: this.#behaviors, previous, history, input };
  }

  #check(asked: AskedInteraction): Verdict {
    const { request, model, previous, behaviors } = asked;
    const isNew = request.previous_interaction_id === undefined;
    return (
      (request.agent === undefined ? modelFits(this.#player.script, model) : undefined) ??
      (isNew ? undefined : canBeContinued(this.#store.chainOf(previous), { behaviors })) ??
      checkCreate(asked, this.#issued) ??
      this.#checkContinuation(request)
    );
  }

  #checkContinuation({ continuation_token }: CreateRequest): Verdict {
    if (continuation_token === undefined || continuation_token === this.#continuationToken) return undefined;
    return fakeRefusal(`continuation_token "${continuation_token}" is not what the last answer can be continued with`);
  }

  #play(asked: AskedInteraction, call: RecordedCall): Reply | RpcStatus {
    const next = this.#player.next();
    if (!next) return fakeRefusal('the script has no more turns');
    const { turn, index } = next;
    const answer = answerOf(turn, asked, this.#mint);
    const misfit = turnFits(turn, answer.resource?.steps ?? [], asked);
    if (misfit) return misfit;
    this.#player.advance();
    call.turn = index;
    this.#continuationToken = turn.continuationToken;
    this.#issued.push(answer.resource?.steps ?? []);
    this.#keep(turn, answer, asked, call);
    return respond(turn, answer, asked);
  }

  #keep(
    turn: ScriptedTurn,
    { resource, events }: Answer,
    { request, input }: AskedInteraction,
    call: RecordedCall,
  ): void {
    if (!resource?.id || (!request.background && !isWhole(turn)) || isError(turn)) return;
    const getsToGo = turn.hang ? Number.POSITIVE_INFINITY : (turn.getsInProgress ?? 0) + 1;
    this.#store.add({
      id: resource.id,
      call,
      request,
      input,
      resource,
      events,
      getsToGo: request.background ? getsToGo : 0,
    });
  }

  #get(interaction: StoredInteraction, { query }: RecordedCall): Reply | RpcStatus {
    if (query.stream === 'true') return resume(interaction, query.last_event_id);
    interaction.getsToGo = Math.max(0, interaction.getsToGo - 1);
    if (interaction.getsToGo > 0) return jsonReply(inProgress(interaction.resource));
    return jsonReply(timelineOf(interaction, this.#behaviors));
  }
}

/** Documented as 401 (api-errors); the text is that of generateContent. */
function checkKey(key: string | undefined): Verdict {
  if (key && key !== 'invalid') return undefined;
  return refusal('authentication', 'API key not valid. Please pass a valid API key.');
}

function modelOf({ model, agent }: CreateRequest, apiVersion: string): GeminiModel | RpcStatus {
  if ((model === undefined) === (agent === undefined)) return fakeRefusal('a request names either a model or an agent');
  if (agent !== undefined) return NEWEST;
  const name = (model ?? '').replace(/^models\//, '');
  const known = isAlias(name) && apiVersion === 'v1' ? undefined : findModel(name);
  return known ?? refusal('model_not_found', `fake: the model "${name}" is not found for API version ${apiVersion}`);
}

/** Whether the client gets all of the answer. */
function isWhole({ cut, hangAfter, endAfter, halveAfter, failAfter }: ScriptedTurn): boolean {
  return [cut, hangAfter, endAfter, halveAfter, failAfter].every((after) => after === undefined);
}

function isError({ failure, error, failAfter, reset }: ScriptedTurn): boolean {
  return reset === true || ((failure ?? error) !== undefined && failAfter === undefined);
}

function cancel(interaction: StoredInteraction): Reply | RpcStatus {
  if (interaction.getsToGo === 0) {
    return refusal('failed_precondition', 'fake: only an interaction that runs in the background can be cancelled');
  }
  interaction.getsToGo = 0;
  interaction.resource = { ...inProgress(interaction.resource), status: 'cancelled' };
  interaction.events = [];
  return jsonReply(interaction.resource);
}

/** Streams the events after the last that the client got; the interaction is complete when they end. */
function resume(interaction: StoredInteraction, lastEventId: string | undefined): Reply | RpcStatus {
  const { events, getsToGo } = interaction;
  const last = events.findIndex((event) => 'event_id' in event && event.event_id === lastEventId);
  if (lastEventId !== undefined && last < 0) return fakeRefusal(`last_event_id "${lastEventId}" was never sent`);
  if (getsToGo === Number.POSITIVE_INFINITY) return streamOf(events.slice(last + 1, 2), { hangAfter: 2 });
  interaction.getsToGo = 0;
  return streamOf(events.slice(last + 1), {});
}

/** With the input as the first steps, where the API returns it. `include_input` makes no difference (genai-rs). */
function timelineOf({ resource, request, input }: StoredInteraction, { inputInGet }: Behaviors): object {
  const shown = inputInGet ?? (resource.status === 'requires_action' ? 'absent' : 'returned');
  const { previous_interaction_id } = request;
  return {
    ...resource,
    ...(resource.steps && { steps: [...(shown === 'returned' ? input : []), ...resource.steps] }),
    ...(previous_interaction_id !== undefined && { previous_interaction_id }),
  };
}
