import type { GenerateContentResponse } from '@google/genai';
import { PartialAnswers } from '../../answer/partialAnswer.ts';
import type { Hops } from './hops.ts';
import type { ResponseObject } from './wire.ts';

/** A response that was interrupted, and can go on. */
interface InterruptedResponse {
  answer: GenerateContentResponse;
  /** The responses of the server so far. */
  hops: Hops;
  /** The number of the contents of its question. */
  contents: number;
}

export const PARTIAL_RESPONSES = new PartialAnswers<ResponseObject, InterruptedResponse>('partialResponse()');
