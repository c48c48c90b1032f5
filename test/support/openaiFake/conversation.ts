import { jsonReply, type Reply, serverSentEvent, streamReply, wireReply } from '../geminiFake/reply.ts';
import { ScriptPlayer } from '../geminiFake/script/player.ts';
import type { Script, ScriptedTurn } from '../geminiFake/script/script.ts';
import type { Api, Body } from './api.ts';
import { ChatApi } from './chat/api.ts';
import { failureReply, invalidRequest, refuse } from './errors.ts';
import { ResponsesApi } from './responses/api.ts';

export interface RecordedRequest {
  path: string;
  body: Body;
}

interface Received {
  headers?: Record<string, string>;
  reply: Reply;
}

/** One script, and what was asked of it. */
export class Conversation {
  readonly requests: RecordedRequest[] = [];
  readonly refusals: string[] = [];
  readonly #player: ScriptPlayer;
  readonly #apis: Readonly<Record<string, Api>> = { 'chat/completions': new ChatApi(), responses: new ResponsesApi() };

  constructor(script: Script) {
    this.#player = new ScriptPlayer(script);
  }

  get turnsLeft(): number {
    return this.#player.turnsLeft;
  }

  receive(method: string, path: string, text: string): Received {
    if (method === 'POST' && path === 'files') return { reply: jsonReply({ id: 'file-uploaded', object: 'file' }) };
    const api = this.#apis[path];
    if (method !== 'POST' || !api) {
      const other = Object.values(this.#apis)
        .map((each) => each.other(method, path))
        .find((reply) => reply);
      return { reply: other ?? refuse(invalidRequest(`Invalid URL (${method} /v1/${path})`), 404) };
    }
    const body = JSON.parse(text) as Body;
    this.requests.push({ path, body });
    const { turn } = this.#player.next() ?? {};
    const error = turn ? api.check(body, turn) : invalidRequest('fake: the script has no more turns');
    if (error || !turn) {
      this.refusals.push(error?.message ?? '');
      return { reply: refuse(error ?? invalidRequest('')) };
    }
    this.#player.advance();
    return replyTo(api, body, turn);
  }
}

function replyTo(api: Api, body: Body, turn: ScriptedTurn): Received {
  if (turn.hang) return { reply: { type: 'silence' } };
  if (turn.reset) return { reply: { type: 'reset' } };
  if (turn.failure && turn.failAfter === undefined) {
    const { status, error, headers } = failureReply(turn.failure, turn.retryDelay);
    return { headers, reply: refuse(error, status) };
  }
  if (turn.error) return { reply: refuse(invalidRequest(turn.error.message), turn.status) };
  if (turn.wire) return { reply: wireReply(turn.wire, turn) };
  if (!body.stream) return { reply: jsonReply(api.whole(body, turn), 200, turn) };
  const events = turn.chunks
    ? turn.chunks.map((data): { name?: string; data: unknown } => ({ data }))
    : api.streamed(body, turn);
  const pieces = events.map(({ name, data }) => serverSentEvent(data, name));
  // The API ends the streams of completions with a word of its own.
  if (events.every(({ name }) => name === undefined) && turn.endAfter === undefined) pieces.push('data: [DONE]\n\n');
  return { reply: streamReply(pieces, turn) };
}
