import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { RecordedCall } from '../calls.ts';
import { tryParseJson } from '../json.ts';
import type { ClientMessage } from './messages.ts';
import { type Refusal, reasonOf } from './refusals.ts';
import type { LiveTarget } from './route.ts';
import type { Answered, LiveSession } from './session.ts';

interface Listener {
  onMessage: (call: RecordedCall) => void;
  /** How long to wait before each message of a turn. */
  delaysOf: (turn: number | undefined) => number | number[];
}

/** Plays a session over its socket. Messages of the client are read at once, and answers go out in order. */
export function serveSession(socket: WebSocket, session: LiveSession, target: LiveTarget, listener: Listener): void {
  let sending = Promise.resolve();
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    session.isOpen = false;
  });
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    const body = tryParseJson(text) ?? text;
    const call = recordedCall(body, data.byteLength, target);
    const answer = session.receive(body);
    call.model = session.modelName;
    if ('refusal' in answer) call.refusal = answer.refusal;
    else if (answer.turn !== undefined) call.turn = answer.turn;
    listener.onMessage(call);
    const delays = 'refusal' in answer ? 0 : listener.delaysOf(answer.turn);
    sending = sending.then(() => send(answer, socket, session, delays));
  });
}

async function send(
  answer: Answered | Refusal,
  socket: WebSocket,
  session: LiveSession,
  delays: number | number[],
): Promise<void> {
  if ('refusal' in answer) {
    socket.close(answer.code, reasonOf(answer.refusal.message));
    return;
  }
  for (const [index, message] of answer.messages.entries()) {
    const delayMs = typeof delays === 'number' ? delays : (delays[index] ?? 0);
    if (delayMs > 0) await delay(delayMs);
    if (!session.isOpen) return;
    // As the real server does, in binary frames.
    socket.send(Buffer.from(`${JSON.stringify(message, null, 2)}\n`));
  }
  if (answer.ending === 'break') socket.terminate();
  else if (answer.ending) socket.close(answer.ending.close.code, reasonOf(answer.ending.close.reason));
}

function recordedCall(body: unknown, bodyBytes: number, { apiVersion }: LiveTarget): RecordedCall {
  const [name = 'message'] = Object.keys(Object(body) as ClientMessage);
  return {
    api: 'live',
    method: `live.${name}`,
    apiVersion,
    model: '',
    query: {},
    headers: {},
    body,
    bodyBytes,
    receivedAt: Date.now(),
  };
}
