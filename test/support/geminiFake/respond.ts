import type { Asked, Mint } from './asked.ts';
import type { GenerateContentRequest } from './checks/schema.ts';
import type { RpcStatus } from './errors.ts';
import { failure } from './failures.ts';
import { blockedResponse, responseChunks, wholeResponse } from './modelResponse.ts';
import { jsonReply, type Reply, serverSentEvent, streamReply, wireReply } from './reply.ts';
import { eventsIn, recordedReply } from './script/recording.ts';
import type { ScriptedTurn } from './script/script.ts';

export function respond(turn: ScriptedTurn, asked: Asked, mint: Mint): Reply {
  if (turn.hang) return { type: 'silence' };
  if (turn.reset) return { type: 'reset' };
  const error = errorOf(turn, asked);
  if (error && turn.failAfter !== undefined) {
    const events = eventsOf(turn, asked, mint).slice(0, turn.failAfter);
    return streamReply([...events, serverSentEvent({ error })], turn);
  }
  if (error) return jsonReply(turn.arrayWrapped ? [{ error }] : { error }, error.code, turn);
  if (turn.recorded !== undefined) return recordedReply(turn.recorded, turn);
  if (turn.wire) return wireReply(turn.wire, turn);
  if (asked.streamed) return streamReply(eventsOf(turn, asked, mint), turn);
  return jsonReply(responseOf(turn, asked, mint), 200, turn);
}

function errorOf(turn: ScriptedTurn, { model }: Asked): RpcStatus | undefined {
  if (turn.failure) return failure(turn.failure, model.name, turn.retryDelay ?? '30s');
  if (!turn.error || turn.status === undefined) return undefined;
  const { message, status, details } = turn.error;
  return { code: turn.status, message, status, ...(details && { details }) };
}

function eventsOf(turn: ScriptedTurn, asked: Asked, mint: Mint): string[] {
  if (turn.recorded !== undefined) return eventsIn(turn.recorded);
  if (turn.wire) return turn.wire.pieces;
  return chunksOf(turn, asked, mint).map((chunk) => serverSentEvent(chunk));
}

function chunksOf(turn: ScriptedTurn, asked: Asked, mint: Mint): object[] {
  if (turn.chunks) return turn.chunks;
  if (turn.promptFeedback) return [blockedResponse(turn.promptFeedback, turn, asked, mint)];
  return responseChunks(asModeAllows(turn, asked.request), asked, mint);
}

function responseOf(turn: ScriptedTurn, asked: Asked, mint: Mint): object {
  if (turn.promptFeedback) return blockedResponse(turn.promptFeedback, turn, asked, mint);
  return wholeResponse(asModeAllows(turn, asked.request), asked, mint);
}

/** In the mode NONE the model knows no function, and a call is unexpected; the text is that of ai-dial-adapter-vertexai #325. */
function asModeAllows(turn: ScriptedTurn, { toolConfig }: GenerateContentRequest): ScriptedTurn {
  const called = turn.parts?.find((part) => part.functionCall)?.functionCall;
  if (!called || toolConfig?.functionCallingConfig?.mode !== 'NONE') return turn;
  const finishMessage = `Unexpected tool call: Model tried to call an undeclared function: ${called.name}`;
  return { ...turn, finishReason: 'UNEXPECTED_TOOL_CALL', finishMessage };
}
