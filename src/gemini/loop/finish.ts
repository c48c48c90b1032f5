import { BlockedReason, FinishReason, type GenerateContentResponsePromptFeedback } from '@google/genai';
import type { Finish } from '../codec/chunk.ts';
import type { ModelTurn } from './modelTurn.ts';

export const STOP: Finish = { finishReason: FinishReason.STOP };

/** How an answer ends whose last turn this is. */
export function finishOf({ finishReason, blocked }: ModelTurn): Finish | undefined {
  if (finishReason !== undefined) return { finishReason };
  if (blocked) return { finishReason: finishReasonOf(blocked) };
  return { finishReason: FinishReason.OTHER, finishMessage: 'The stream ended before the answer was complete.' };
}

function finishReasonOf({ blockReason }: GenerateContentResponsePromptFeedback): FinishReason {
  switch (blockReason) {
    case BlockedReason.SAFETY:
      return FinishReason.SAFETY;
    case BlockedReason.PROHIBITED_CONTENT:
      return FinishReason.PROHIBITED_CONTENT;
    case BlockedReason.BLOCKLIST:
      return FinishReason.BLOCKLIST;
    default:
      return FinishReason.OTHER;
  }
}
