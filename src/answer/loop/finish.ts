import type { FinishReason, GenerateContentResponsePromptFeedback } from '@google/genai';
import type { Finish } from '../codec/chunk.ts';
import { OTHER, STOP } from '../codec/enums.ts';
import type { ModelTurn } from './modelTurn.ts';

export const STOPPED: Finish = { finishReason: STOP };

/** How an answer ends whose last turn this is. */
export function finishOf({ finishReason, blocked }: ModelTurn): Finish | undefined {
  if (finishReason !== undefined) return { finishReason };
  if (blocked) return { finishReason: finishReasonOf(blocked) };
  return { finishReason: OTHER, finishMessage: 'The stream ended before the answer was complete.' };
}

/** Both enumerations have these reasons. */
const BLOCKED = ['SAFETY', 'PROHIBITED_CONTENT', 'BLOCKLIST'] as FinishReason[];

function finishReasonOf({ blockReason }: GenerateContentResponsePromptFeedback): FinishReason {
  return BLOCKED.find((reason) => String(reason) === blockReason) ?? OTHER;
}
