import { jsonReply, type Reply, serverSentEvent, streamReply, unaryReply, wireReply } from '../geminiFake/reply.ts';
import { ScriptPlayer } from '../geminiFake/script/player.ts';
import type { Script, ScriptedTurn } from '../geminiFake/script/script.ts';
import { checkCount, checkRequest } from './checks/request.ts';
import { failureOf, fakeRefusal, invalidRequest, refuse } from './errors.ts';
import { turnFits } from './expectations.ts';
import { Files } from './files.ts';
import { eventsOf, type Message, messageOf } from './modelMessage.ts';
import { Threads } from './threads.ts';
import type { Body } from './wire.ts';

export interface RecordedRequest {
  path: string;
  /** Of a message. */
  body: Body;
}

export interface Received {
  method: string;
  path: string;
  headers: Record<string, unknown>;
  body: string;
}

/** One script, and what was asked of it. */
export class Conversation {
  readonly requests: RecordedRequest[] = [];
  readonly refusals: string[] = [];
  readonly #player: ScriptPlayer;
  readonly #files = new Files();
  readonly #threads = new Threads();
  /** The thoughts of the model, by their signatures. */
  readonly #thoughts = new Map<string, string>();

  constructor(script: Script) {
    this.#player = new ScriptPlayer(script);
  }

  get turnsLeft(): number {
    return this.#player.turnsLeft;
  }

  /** @returns the reply, and the headers beside its type */
  receive({ method, path, headers, body: text }: Received): { reply: Reply; headers?: Record<string, string> } {
    const [address] = path.split('?');
    // Since version 1 of the SDK, the key is sent as a token.
    if ((headers['x-api-key'] ?? headers.authorization) === undefined)
      return { reply: this.#refuse('x-api-key: header is required', 401) };
    if (headers['anthropic-version'] === undefined)
      return { reply: this.#refuse('anthropic-version: header is required') };
    if (address?.startsWith('v1/files')) return { reply: this.#files.receive(method, address) };
    if (method !== 'POST') return { reply: refuse(invalidRequest('Not Found'), 404) };
    const body = this.#threads.wholeOf(JSON.parse(text));
    this.requests.push({ path, body });
    if (address === 'v1/messages/count_tokens') {
      const error = checkCount(body, this.#thoughts);
      return { reply: error ? this.#refuse(error.message) : jsonReply({ input_tokens: Math.ceil(text.length / 4) }) };
    }
    const { turn } = this.#player.next() ?? {};
    const error = turn
      ? (checkRequest(body, this.#thoughts) ?? turnFits(turn, body))
      : fakeRefusal('the script has no more turns');
    if (error || !turn) return { reply: this.#refuse(error?.message ?? '') };
    this.#player.advance();
    return this.#play(turn, body);
  }

  #refuse(message: string, status = 400): Reply {
    this.refusals.push(message);
    return refuse(invalidRequest(message), status);
  }

  #play(turn: ScriptedTurn, body: Body): { reply: Reply; headers?: Record<string, string> } {
    if (turn.hang) return { reply: { type: 'silence' } };
    if (turn.reset) return { reply: { type: 'reset' } };
    if (turn.wire) return { reply: wireReply(turn.wire, turn) };
    if (turn.failure && turn.failAfter === undefined) {
      const { status, error } = failureOf(turn.failure);
      const after = turn.retryDelay?.replace('s', '');
      return { reply: refuse(error, status), ...(after !== undefined && { headers: { 'retry-after': after } }) };
    }
    if (turn.error) return { reply: refuse(invalidRequest(turn.error.message), turn.status) };
    const message = messageOf(turn, body);
    this.#remember(message);
    this.#threads.keep(body, message);
    if (!body.stream) return { reply: unaryReply(JSON.stringify(message), turn) };
    const events = [...eventsOf(message)].map((event) => serverSentEvent(event, event.type));
    if (turn.failAfter === undefined) return { reply: streamReply(events, turn) };
    const { error } = failureOf(turn.failure ?? '');
    const failing = [...events.slice(0, turn.failAfter), serverSentEvent({ type: 'error', error }, 'error')];
    return { reply: streamReply(failing, turn) };
  }

  #remember({ content }: Message): void {
    for (const { type, signature, thinking } of content)
      if (type === 'thinking') this.#thoughts.set(String(signature), String(thinking));
  }
}
