import type { Asked, Mint } from './asked.ts';
import type { Behaviors } from './behaviors.ts';
import { CachesApi } from './caches.ts';
import type { ApiCall, RecordedCall } from './calls.ts';
import { issuedParts } from './checks/issuedParts.ts';
import { checkRequest, parseRequest } from './checks/rules.ts';
import type { GenerateContentRequest, Part } from './checks/schema.ts';
import { searchesAlone } from './checks/serverTools.ts';
import { bodyFits } from './checks/size.ts';
import { cacheStandsAlone } from './checks/tools.ts';
import { responsesMatchCalls } from './checks/turns.ts';
import { countTokens } from './countTokens.ts';
import { fakeRefusal, invalidApiKey, type RpcStatus, unknownModel, type Verdict } from './errors.ts';
import { FilesApi } from './files.ts';
import { InteractionsApi } from './interactions/api.ts';
import { LiveApi } from './live/api.ts';
import type { LiveTarget } from './live/route.ts';
import type { LiveSession } from './live/session.ts';
import { findModel } from './models.ts';
import { jsonReply, type Reply, refuse } from './reply.ts';
import { respond } from './respond.ts';
import { ScriptPlayer } from './script/player.ts';
import type { Script } from './script/script.ts';
import { modelFits, turnFits } from './script/scriptFit.ts';

export interface Credentials {
  apiKey: string | undefined;
  /** `alt=sse` was asked for. */
  serverSentEvents: boolean;
}

/** One script being played: which turn is next, what has been said, what was asked. */
export class Conversation {
  readonly calls: RecordedCall[] = [];
  readonly files: FilesApi;
  readonly caches: CachesApi;
  readonly #player: ScriptPlayer;
  readonly #mint: Mint;
  readonly #behaviors: Behaviors;
  readonly #interactions: InteractionsApi;
  readonly #live: LiveApi;
  readonly #issuedTurns: Part[][];
  #continuationToken: string | undefined;

  constructor(script: Script, mint: Mint) {
    this.#player = new ScriptPlayer(script);
    this.#mint = mint;
    this.files = new FilesApi(mint);
    this.caches = new CachesApi(mint);
    this.#behaviors = script.behaviors ?? {};
    this.#interactions = new InteractionsApi(this.#player, mint);
    this.#live = new LiveApi(this.#player);
    this.#issuedTurns = [[...(script.issuedBefore ?? [])]];
  }

  get turnsLeft(): number {
    return this.#player.turnsLeft;
  }

  get refusals(): string[] {
    return this.calls.flatMap((call) => call.refusal?.message ?? []);
  }

  openLive(target: LiveTarget): LiveSession {
    return this.#live.open(target);
  }

  /** How long to wait before each message of a turn. */
  delaysOf(turn: number | undefined): number | number[] {
    return turn === undefined ? 0 : (this.#player.script.turns[turn]?.delayMs ?? 0);
  }

  /** Answers the call and enters it in {@link calls}. A refused call leaves the script where it was. */
  receive(recorded: RecordedCall, credentials: Credentials): Reply {
    this.calls.push(recorded);
    if (recorded.api === 'live') return this.#mintToken(recorded, credentials);
    if (recorded.api === 'interactions') return this.#interactions.receive(recorded, credentials.apiKey);
    const answer =
      checkCredentials(recorded, credentials) ??
      bodyFits(recorded, this.#behaviors) ??
      this.files.check(recorded.body) ??
      this.#answer(recorded);
    if ('type' in answer) return answer;
    recorded.refusal = answer;
    return refuse(answer);
  }

  /** Mints an ephemeral token. */
  #mintToken(recorded: RecordedCall, { apiKey }: Credentials): Reply {
    const minted = !apiKey || apiKey === 'invalid' ? invalidApiKey(apiKey ?? '') : this.#live.mint(recorded.body);
    if ('name' in minted) return jsonReply(minted);
    recorded.refusal = minted;
    return refuse(minted);
  }

  #answer(call: RecordedCall): Reply | RpcStatus {
    if (call.method === 'countTokens') return countTokens(call.body, call.isVertex === true);
    const model = findModel(call.model);
    if (!model) return unknownModel(call.model, call.apiVersion, call.method);
    const unknown = this.#behaviors.unknownFields?.[call.apiVersion] ?? [];
    const parsed = parseRequest(call.body, call.isVertex ? [...unknown, ...UNKNOWN_TO_VERTEX] : unknown);
    if ('refusal' in parsed) return parsed.refusal;
    const alone = cacheStandsAlone(parsed.request);
    if (alone) return alone;
    const request = this.caches.expand(parsed.request, call.model);
    if ('code' in request) return request;
    const mixed = call.isVertex ? searchesAlone(request) : undefined;
    if (mixed) return mixed;
    const asked = { request, model, streamed: call.method === 'streamGenerateContent' };
    return this.#check(asked) ?? this.#answerMismatch(asked) ?? this.#play(asked, call);
  }

  #check({ request, model }: Asked): Verdict {
    const circumstances = { model, behaviors: this.#behaviors, issuedTurns: this.#issuedTurns };
    return (
      modelFits(this.#player.script, model) ?? checkRequest(request, circumstances) ?? this.#checkContinuation(request)
    );
  }

  #checkContinuation({ continuationToken }: GenerateContentRequest): Verdict {
    if (continuationToken === undefined || continuationToken === this.#continuationToken) return undefined;
    return fakeRefusal(`continuationToken "${continuationToken}" is not what the last answer can be continued with`);
  }

  /** With the behavior `mismatchedResponses: 'empty'`: the model says nothing, and the script stays where it is. */
  #answerMismatch(asked: Asked): Reply | undefined {
    return responsesMatchCalls(asked.request.contents ?? []) && respond({ parts: [] }, asked, this.#mint);
  }

  #play(asked: Asked, call: RecordedCall): Reply | RpcStatus {
    const next = this.#player.next();
    if (!next) return fakeRefusal('the script has no more turns');
    const { turn, index } = next;
    const misfit = turnFits(turn, asked.request, asked.streamed);
    if (misfit) return misfit;
    this.#player.advance();
    call.turn = index;
    this.#continuationToken = turn.continuationToken;
    const reply = respond(turn, asked, this.#mint);
    this.#issuedTurns.push(issuedParts(reply));
    return reply;
  }
}

/** The SDK refuses these fields for Vertex AI. */
const UNKNOWN_TO_VERTEX = [
  'toolConfig.includeServerSideToolInvocations',
  'contents.parts.toolCall',
  'contents.parts.toolResponse',
];

const METHODS = ['generateContent', 'streamGenerateContent', 'countTokens'];

function checkCredentials(call: ApiCall, { apiKey, serverSentEvents }: Credentials): Verdict {
  if (!apiKey || apiKey === 'invalid') return invalidApiKey(apiKey ?? '');
  if (!METHODS.includes(call.method)) return unknownModel(call.model, call.apiVersion, call.method);
  if (call.method !== 'streamGenerateContent' || serverSentEvents) return undefined;
  return fakeRefusal('streamGenerateContent is played only with ?alt=sse');
}
