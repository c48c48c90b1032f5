import type { Asked, Mint } from './asked.ts';
import { type Behaviors, MAX_REQUEST_BYTES } from './behaviors.ts';
import { issuedParts } from './checks/issuedParts.ts';
import { checkRequest, parseRequest } from './checks/rules.ts';
import type { GenerateContentRequest, Part } from './checks/schema.ts';
import { responsesMatchCalls } from './checks/turns.ts';
import { fakeRefusal, invalidApiKey, invalidArgument, type RpcStatus, unknownModel, type Verdict } from './errors.ts';
import { findModel } from './models.ts';
import { jsonReply, type Reply, refuse } from './reply.ts';
import { respond } from './respond.ts';
import type { Script, ScriptedTurn } from './script/script.ts';
import { modelFits, turnFits } from './script/scriptFit.ts';
import { tokensIn } from './usage.ts';

/** A call of a model's method, as it came. */
export interface ModelCall {
  method: string;
  apiVersion: string;
  model: string;
  body: unknown;
  /** Of the body, as it came. */
  bodyBytes: number;
}

export interface RecordedCall extends ModelCall {
  /** Lower-case names. */
  headers: Record<string, string>;
  /** When it was complete, in milliseconds since 1970. */
  receivedAt: number;
  /** When the answer was sent, or given up. */
  answeredAt?: number;
  /** Of the answer. */
  httpStatus?: number;
  /** Which turn of the script was the answer, from 0. */
  turn?: number;
  /** Why it was refused; scripted errors are not refusals. */
  refusal?: RpcStatus;
  /** The client went away before the answer was complete. */
  aborted?: true;
}

export interface Credentials {
  apiKey: string | undefined;
  /** `alt=sse` was asked for. */
  serverSentEvents: boolean;
}

/** One script being played: which turn is next, what has been said, what was asked. */
export class Conversation {
  readonly calls: RecordedCall[] = [];
  readonly #script: Script;
  readonly #mint: Mint;
  readonly #behaviors: Behaviors;
  readonly #issuedTurns: Part[][];
  /** As often as each is to be played. */
  readonly #turns: readonly { turn: ScriptedTurn; index: number }[];
  #played = 0;
  #continuationToken: string | undefined;

  constructor(script: Script, mint: Mint) {
    this.#script = script;
    this.#mint = mint;
    this.#behaviors = script.behaviors ?? {};
    this.#turns = script.turns.flatMap((turn, index) => Array(turn.times ?? 1).fill({ turn, index }));
    this.#issuedTurns = [[...(script.issuedBefore ?? [])]];
  }

  get turnsLeft(): number {
    return this.#turns.length - this.#played;
  }

  get refusals(): string[] {
    return this.calls.flatMap((call) => call.refusal?.message ?? []);
  }

  /** Answers the call and enters it in {@link calls}. A refused call leaves the script where it was. */
  receive(recorded: RecordedCall, credentials: Credentials): Reply {
    this.calls.push(recorded);
    const answer = checkCredentials(recorded, credentials) ?? this.#checkSize(recorded) ?? this.#answer(recorded);
    if ('type' in answer) return answer;
    recorded.refusal = answer;
    return refuse(answer);
  }

  /** gemini-srt-translator #63 */
  #checkSize({ bodyBytes }: ModelCall): Verdict {
    const limit = this.#behaviors.maxRequestBytes ?? MAX_REQUEST_BYTES;
    return bodyBytes > limit ? invalidArgument(`Request payload size exceeds the limit: ${limit} bytes.`) : undefined;
  }

  #answer(call: RecordedCall): Reply | RpcStatus {
    if (call.method === 'countTokens') return jsonReply({ totalTokens: tokensIn(call.body) });
    const model = findModel(call.model);
    if (!model) return unknownModel(call.model, call.apiVersion, call.method);
    const parsed = parseRequest(call.body, this.#behaviors.unknownFields?.[call.apiVersion]);
    if ('refusal' in parsed) return parsed.refusal;
    const asked = { request: parsed.request, model, streamed: call.method === 'streamGenerateContent' };
    return this.#check(asked) ?? this.#answerMismatch(asked) ?? this.#play(asked, call);
  }

  #check({ request, model }: Asked): Verdict {
    const circumstances = { model, behaviors: this.#behaviors, issuedTurns: this.#issuedTurns };
    return modelFits(this.#script, model) ?? checkRequest(request, circumstances) ?? this.#checkContinuation(request);
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
    if (this.#script.repeat && this.turnsLeft === 0) this.#played = 0;
    const next = this.#turns[this.#played];
    if (!next) return fakeRefusal('the script has no more turns');
    const { turn, index } = next;
    const misfit = turnFits(turn, asked.request, asked.streamed);
    if (misfit) return misfit;
    this.#played += 1;
    call.turn = index;
    this.#continuationToken = turn.continuationToken;
    const reply = respond(turn, asked, this.#mint);
    this.#issuedTurns.push(issuedParts(reply));
    return reply;
  }
}

const METHODS = ['generateContent', 'streamGenerateContent', 'countTokens'];

function checkCredentials(call: ModelCall, { apiKey, serverSentEvents }: Credentials): Verdict {
  if (!apiKey || apiKey === 'invalid') return invalidApiKey(apiKey ?? '');
  if (!METHODS.includes(call.method)) return unknownModel(call.model, call.apiVersion, call.method);
  if (call.method !== 'streamGenerateContent' || serverSentEvents) return undefined;
  return fakeRefusal('streamGenerateContent is played only with ?alt=sse');
}
