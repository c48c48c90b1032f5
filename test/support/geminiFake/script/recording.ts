import * as v from 'valibot';
import { tryParseJson } from '../json.ts';
import { type Body, type Manner, streamReply, unaryReply } from '../reply.ts';

/** Payloads that were recorded from the real API: JSON, or server-sent events. */

export function isEventStream(recorded: string): boolean {
  return /^\s*(data|event):/.test(recorded);
}

/** It answers either method: the server sends it before it starts to stream. */
export function isRecordedError(recorded: string): boolean {
  return recordedStatus(recorded) !== 200;
}

export function recordedReply(recorded: string, manner: Manner): Body {
  if (isEventStream(recorded)) return streamReply(eventsIn(recorded), manner);
  return unaryReply(recorded, manner, recordedStatus(recorded));
}

/** The events with their separators, so that together they are the recorded text. */
export function eventsIn(recorded: string): string[] {
  return recorded.match(/[\s\S]+?(?:\r\n\r\n|\n\n|$)/g) ?? [];
}

const ErrorSchema = v.looseObject({ error: v.looseObject({ code: v.number() }) });

/** Errors come alone or, from some endpoints, in a list (zafiro #100). */
function recordedStatus(recorded: string): number {
  const failure = v.safeParse(v.union([ErrorSchema, v.tuple([ErrorSchema])]), tryParseJson(recorded));
  if (!failure.success) return 200;
  const { error } = Array.isArray(failure.output) ? failure.output[0] : failure.output;
  return error.code;
}
