import * as v from 'valibot';
import type { RpcStatus } from './errors.ts';
import { tryParseJson } from './json.ts';
import { type GeminiModel, isGemini3OrLater } from './models.ts';
import type { GenerateContentRequest, Part } from './schema.ts';
import type { ScriptedTurn } from './script.ts';
import { isEventStream } from './scriptFit.ts';
import { estimateUsage, runningUsage } from './usage.ts';

/** What goes over the wire, or nothing at all. */
export type Reply = Body | { type: 'silence' };

export interface Body {
  type: 'body';
  status: number;
  contentType: string;
  /** Sent one by one, each after its delay. */
  pieces: string[];
  delaysMs: number[];
  /** The connection breaks after so many pieces. */
  cutAfter: number | undefined;
}

/** What the server makes up. */
export interface Mint {
  id(): string;
  signature(): string;
}

export interface Asked {
  request: GenerateContentRequest;
  model: GeminiModel;
  streamed: boolean;
}

export function respond(turn: ScriptedTurn, asked: Asked, mint: Mint): Reply {
  if (turn.hang) return { type: 'silence' };
  if (turn.error) return jsonReply({ error: { code: turn.status, ...turn.error } }, turn.status);
  if (turn.recorded !== undefined) return recordedReply(turn.recorded, turn);
  if (turn.chunks) return streamReply(turn.chunks.map(serverSentEvent), turn);
  const parts = issueParts(turn.parts ?? [], asked.model, mint);
  if (asked.streamed) return streamReply(chunksOf(parts, turn, asked, mint).map(serverSentEvent), turn);
  return unaryReply(prettyJson(wholeOf(parts, turn, asked, mint)), turn);
}

export function refuse(error: RpcStatus): Reply {
  return jsonReply({ error }, error.code);
}

export function jsonReply(body: unknown, status = 200): Reply {
  return unaryReply(prettyJson(body), {}, status);
}

export const JSON_TYPE = 'application/json; charset=UTF-8';

function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function serverSentEvent(payload: unknown): string {
  return `data: ${JSON.stringify(payload)}\r\n\r\n`;
}

function recordedReply(recorded: string, turn: ScriptedTurn): Reply {
  if (isEventStream(recorded)) return streamReply(eventsIn(recorded), turn);
  return unaryReply(recorded, turn, recordedStatus(recorded));
}

/** The events with their separators, so that together they are the recorded text. */
function eventsIn(recorded: string): string[] {
  return recorded.match(/[\s\S]+?(?:\r\n\r\n|\n\n|$)/g) ?? [];
}

function recordedStatus(recorded: string): number {
  const failure = v.safeParse(v.looseObject({ error: v.looseObject({ code: v.number() }) }), tryParseJson(recorded));
  return failure.success ? failure.output.error.code : 200;
}

function streamReply(pieces: string[], turn: ScriptedTurn): Reply {
  const delaysMs = pieces.map((_, index) => delayBefore(turn, index));
  return { type: 'body', status: 200, contentType: 'text/event-stream', pieces, delaysMs, cutAfter: turn.cut };
}

function unaryReply(body: string, turn: ScriptedTurn, status = 200): Reply {
  const isCut = turn.cut !== undefined;
  return {
    type: 'body',
    status,
    contentType: JSON_TYPE,
    pieces: isCut ? [body.slice(0, body.length / 2), body.slice(body.length / 2)] : [body],
    delaysMs: [delayBefore(turn, 0)],
    cutAfter: isCut ? 1 : undefined,
  };
}

function delayBefore(turn: ScriptedTurn, index: number): number {
  return (typeof turn.delayMs === 'number' ? turn.delayMs : turn.delayMs?.[index]) ?? 0;
}

/** Gemini 3: an id on every call, a signature on the first of the turn; what the script gives is kept. */
function issueParts(parts: readonly Part[], model: GeminiModel, mint: Mint): Part[] {
  if (!isGemini3OrLater(model)) return [...parts];
  const first = parts.findIndex((part) => part.functionCall);
  return parts.map((part, index) => {
    if (!part.functionCall) return part;
    const functionCall = { ...part.functionCall, id: part.functionCall.id ?? mint.id() };
    const signature = part.thoughtSignature ?? (index === first ? mint.signature() : undefined);
    return { ...part, functionCall, ...(signature === undefined ? {} : { thoughtSignature: signature }) };
  });
}

function wholeOf(parts: readonly Part[], turn: ScriptedTurn, asked: Asked, mint: Mint): unknown {
  return {
    candidates: [{ content: contentOf(joinTextDeltas(parts)), ...ending(turn), index: 0 }],
    usageMetadata: usageOf(parts, turn, asked),
    modelVersion: asked.model.name,
    responseId: mint.id(),
  };
}

/** One part a chunk, the reason on the last: streaming-success-code-execution.txt. */
function chunksOf(parts: readonly Part[], turn: ScriptedTurn, asked: Asked, mint: Mint): unknown[] {
  const whole = usageOf(parts, turn, asked);
  const responseId = mint.id();
  const slices = parts.length === 0 ? [[]] : parts.map((part) => [part]);
  return slices.map((slice, index) => {
    const toolHasRun = parts.slice(0, index).some((part) => part.codeExecutionResult);
    return {
      candidates: [{ content: contentOf(slice), ...(index === slices.length - 1 ? ending(turn) : {}), index: 0 }],
      usageMetadata: runningUsage(whole, (index + 1) / slices.length, toolHasRun),
      modelVersion: asked.model.name,
      responseId,
    };
  });
}

/** A content without parts has no `parts` either: streaming-success-no-content-parts.txt. */
function contentOf(parts: readonly Part[]): unknown {
  return parts.length === 0 ? { role: 'model' } : { parts, role: 'model' };
}

function ending({ finishReason = 'STOP', finishMessage }: ScriptedTurn): object {
  return finishMessage === undefined ? { finishReason } : { finishReason, finishMessage };
}

function usageOf(parts: readonly Part[], turn: ScriptedTurn, asked: Asked) {
  return turn.usageMetadata ?? estimateUsage(asked.request.contents, parts);
}

/** A unary response holds whole texts; but a signed part is never glued to another. */
function joinTextDeltas(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && isDelta(last) && isDelta(part) && last.thought === part.thought) {
      joined[joined.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else {
      joined.push(part);
    }
  }
  return joined;
}

function isDelta(part: Part): boolean {
  return part.text !== undefined && part.thoughtSignature === undefined;
}
