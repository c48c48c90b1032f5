import { type FunctionCall, GenerateContentResponse } from '@google/genai';

/** Calls that are answered here, and are no longer the caller's to answer. */
const ANSWERED = new WeakSet<FunctionCall>();

/** A response whose `functionCalls` are those that are left to the caller: whoever made the others again would make them twice. */
export class LocalResponse extends GenerateContentResponse {
  override get functionCalls(): FunctionCall[] | undefined {
    const open = super.functionCalls?.filter((call) => !ANSWERED.has(call)) ?? [];
    return open.length > 0 ? open : undefined;
  }
}

export function markAnswered(call: FunctionCall): void {
  ANSWERED.add(call);
}
