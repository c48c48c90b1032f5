import type { Part } from '@google/genai';

/**
 * The function call that an `executableCode` was for the model, if the code ran here. It stays on the part when a history is kept as
 * JSON, and is never sent: the SDK sends no field that it does not know.
 */
interface LocalCall {
  name: string;
  /** Of the call. On `executableCode` it would be refused: the server has signed another part. */
  thoughtSignature?: string;
}

/** A part of an answer, which says of code whether it ran here. */
export interface LocalPart extends Part {
  localCall?: LocalCall;
}

export function localCallOf(part: LocalPart): LocalCall | undefined {
  return part.localCall;
}

export function withoutLocalCall(part: LocalPart): Part {
  if (!part.localCall) return part;
  const { localCall: _, ...rest } = part;
  return rest;
}
