import { type FunctionCall, GenerateContentResponse } from '@google/genai';

/** Calls that were answered here, so that the application must not answer them again. */
const ANSWERED = new WeakSet<FunctionCall>();

/** A response whose `functionCalls` are only those that the application has to answer. */
export class LocalResponse extends GenerateContentResponse {
  override get functionCalls(): FunctionCall[] | undefined {
    const open = super.functionCalls?.filter((call) => !ANSWERED.has(call)) ?? [];
    return open.length > 0 ? open : undefined;
  }
}

export function markAnswered(call: FunctionCall): void {
  ANSWERED.add(call);
}
