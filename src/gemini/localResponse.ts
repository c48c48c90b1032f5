import { type FunctionCall, GenerateContentResponse } from '@google/genai';
import { isAnswered } from '../answer/codec/answeredCalls.ts';

/** A response whose `functionCalls` are only those that the application has to answer. */
export class LocalResponse extends GenerateContentResponse {
  static of(response: GenerateContentResponse): LocalResponse {
    return Object.assign(new LocalResponse(), response);
  }

  override get functionCalls(): FunctionCall[] | undefined {
    const open = super.functionCalls?.filter((call) => !isAnswered(call)) ?? [];
    return open.length > 0 ? open : undefined;
  }
}
