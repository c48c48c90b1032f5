import { fakeRefusal, invalidApiKey, type RpcStatus, unknownModel, type Verdict } from './errors.ts';
import { issuedParts } from './issuedParts.ts';
import { findModel } from './models.ts';
import { type Asked, jsonReply, type Mint, type Reply, refuse, respond } from './respond.ts';
import { checkRequest, parseRequest } from './rules.ts';
import type { Part } from './schema.ts';
import type { Script } from './script.ts';
import { modelFits, turnFits } from './scriptFit.ts';
import { tokensIn } from './usage.ts';

/** A call of a model's method, as it came. */
export interface ModelCall {
  method: string;
  apiVersion: string;
  model: string;
  body: unknown;
}

export interface RecordedCall extends ModelCall {
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
  readonly #issued: Part[];
  #played = 0;

  constructor(script: Script, mint: Mint) {
    this.#script = script;
    this.#mint = mint;
    this.#issued = [...(script.issuedBefore ?? [])];
  }

  get turnsLeft(): number {
    return this.#script.turns.length - this.#played;
  }

  get refusals(): string[] {
    return this.calls.flatMap((call) => call.refusal?.message ?? []);
  }

  /** Answers the call and enters it in {@link calls}. A refused call leaves the script where it was. */
  receive(recorded: RecordedCall, credentials: Credentials): Reply {
    this.calls.push(recorded);
    const answer = checkCredentials(recorded, credentials) ?? this.#answer(recorded);
    if ('type' in answer) return answer;
    recorded.refusal = answer;
    return refuse(answer);
  }

  #answer(call: ModelCall): Reply | RpcStatus {
    if (call.method === 'countTokens') return jsonReply({ totalTokens: tokensIn(call.body) });
    const model = findModel(call.model);
    if (!model) return unknownModel(call.model, call.apiVersion, call.method);
    const parsed = parseRequest(call.body);
    if ('refusal' in parsed) return parsed.refusal;
    const asked = { request: parsed.request, model, streamed: call.method === 'streamGenerateContent' };
    return this.#check(asked) ?? this.#play(asked);
  }

  #check({ request, model }: Asked): Verdict {
    return modelFits(this.#script, model) ?? checkRequest(request, model, this.#issued);
  }

  #play(asked: Asked): Reply | RpcStatus {
    const turn = this.#script.turns[this.#played];
    if (!turn) return fakeRefusal('the script has no more turns');
    const misfit = turnFits(turn, asked.request, asked.streamed);
    if (misfit) return misfit;
    this.#played += 1;
    const reply = respond(turn, asked, this.#mint);
    this.#issued.push(...issuedParts(reply));
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
