import type { RpcStatus } from '../../errors.ts';
import { failure } from '../../failures.ts';
import { jsonReply, type Manner, type Reply, streamReply, wireReply } from '../../reply.ts';
import { recordedReply } from '../../script/recording.ts';
import type { ScriptedTurn } from '../../script/script.ts';
import { errorEvent, errorReply, refusal } from '../errors.ts';
import type { AskedInteraction } from '../request/asked.ts';
import { type Answer, inProgress } from './answer.ts';
import { DONE, eventText } from './events.ts';

/** Sends what a turn answers, in the turn's manner. */
export function respond(turn: ScriptedTurn, { resource, events }: Answer, asked: AskedInteraction): Reply {
  const { stream, background } = asked.request;
  const error = errorOf(turn, asked);
  if (turn.reset) return { type: 'reset' };
  if (turn.hang && !background) return { type: 'silence' };
  if (error && turn.failAfter !== undefined) {
    return streamReply([...events.slice(0, turn.failAfter).map(eventText), errorEvent(error)], turn);
  }
  if (error) return errorReply(error, turn);
  if (turn.recorded !== undefined) return recordedReply(turn.recorded, turn);
  if (turn.wire) return wireReply(turn.wire, turn);
  if (stream) return streamOf(events, turn.hang ? { hangAfter: 2 } : turn);
  return jsonReply(background && resource ? inProgress(resource) : resource, 200, turn);
}

export function streamOf(events: readonly object[], manner: Manner): Reply {
  return streamReply([...events.map(eventText), DONE], manner);
}

function errorOf(turn: ScriptedTurn, { model }: AskedInteraction): RpcStatus | undefined {
  if (turn.failure === 'quota-exceeded') {
    return refusal('quota_exceeded', failure(turn.failure, model.name, '').message);
  }
  if (turn.failure === 'timeout-exceeded') {
    return refusal('gateway_timeout', 'Deadline expired before operation could complete.');
  }
  if (turn.failure) return failure(turn.failure, model.name, '');
  return turn.error && turn.status !== undefined
    ? { code: turn.status, message: turn.error.message, status: turn.error.status }
    : undefined;
}
