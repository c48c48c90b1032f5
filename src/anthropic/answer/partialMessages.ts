import type { GenerateContentResponse } from '@google/genai';
import { PartialAnswers } from '../../answer/partialAnswer.ts';
import type { Message } from '../wire.ts';
import type { Hops } from './hops.ts';

/** A message that was interrupted, and can go on. */
interface InterruptedMessage {
  answer: GenerateContentResponse;
  /** The messages of the server so far. */
  hops: Hops;
}

export const PARTIAL_MESSAGES = new PartialAnswers<Message, InterruptedMessage>('partialMessage()');
