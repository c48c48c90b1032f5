import type { Part } from '@google/genai';

/**
 * The model's function call behind an `executableCode` part of code that ran here. It survives when a history is stored as JSON, and is
 * never sent: the SDK drops unknown fields.
 */
interface LocalCall {
  name: string;
  /** The call's signature. The API would refuse it on `executableCode`, since the server signed another part. */
  thoughtSignature?: string;
}

/** A part of an answer that may stand for a call of ours. */
export interface LocalPart extends Part {
  localCall?: LocalCall;
}

export function withoutLocalCall(part: LocalPart): Part {
  if (!part.localCall) return part;
  const { localCall: _, ...rest } = part;
  return rest;
}
