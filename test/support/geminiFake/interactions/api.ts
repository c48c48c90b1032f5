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
import { type Answer, answerOf } from './answer/answer.ts';
import { stepsOfParts } from './answer/partSteps.ts';
import { respond } from './answer/respond.ts';
import { thoughtsAreSigned } from './checks/replay.ts';
import { canBeContinued, checkCreate, requestIsSound } from './checks/rules.ts';
import { errorReply, interactionNotFound, refusal, streamedErrorReply } from './errors.ts';
import { turnFits } from './fit.ts';
import type { AskedInteraction } from './request/asked.ts';
import { stepsOfInput } from './request/inputSchema.ts';
import { parseCreate } from './request/parse.ts';
import type { CreateRequest } from './request/schema.ts';
import type { Step } from './steps.ts';
import { InteractionStore, stepsOf } from './store.ts';
import { cancelInteraction, getInteraction } from './stored.ts';

/** Agents behave like this model, and so does what was issued before a script that names no model. */
const NEWEST: GeminiModel = { name: 'gemini-3.8-flash', majorVersion: 3, minorVersion: 8 };

/** Plays one script through the Interactions API, and keeps the interactions by id. */
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

  /** Answers the call. A refused call leaves the script where it was. */
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
        return getInteraction(interaction, call.query, this.#behaviors);
      case 'interactions.cancel':
        return cancelInteraction(interaction);
      default:
        this.#store.delete(interaction.id);
        return jsonReply({});
    }
  }

  #create(call: RecordedCall): Reply | RpcStatus {
    const parsed = parseCreate(call.body, this.#behaviors.unknownFields?.[call.apiVersion]);
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
      (isNew ? undefined : canBeContinued(this.#store.chainOf(previous), behaviors)) ??
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
    if (!resource?.id || !isKept(turn, request)) return;
    const { id } = resource;
    this.#store.add({ id, call, request, input, resource, events, getsToGo: getsToGo(turn, request) });
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

/** An answer that breaks off is not kept, unless it is made in the background. */
function isKept(turn: ScriptedTurn, request: CreateRequest): boolean {
  const isError = (turn.failure ?? turn.error) !== undefined && turn.failAfter === undefined;
  return !isError && !turn.reset && (request.background === true || isWhole(turn));
}

function isWhole({ cut, hangAfter, endAfter, halveAfter, failAfter }: ScriptedTurn): boolean {
  return [cut, hangAfter, endAfter, halveAfter, failAfter].every((after) => after === undefined);
}

function getsToGo(turn: ScriptedTurn, { background, stream }: CreateRequest): number {
  if (!background) return 0;
  if (turn.hang) return Number.POSITIVE_INFINITY;
  return stream && isWhole(turn) ? 0 : (turn.getsInProgress ?? 0) + 1;
}
