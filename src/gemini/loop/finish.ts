import { FinishReason, type GenerateContentResponsePromptFeedback } from '@google/genai';
import type { Finish } from '../codec/chunk.ts';
import type { ModelTurn } from './modelTurn.ts';

export const STOP: Finish = { finishReason: FinishReason.STOP };

/** How an answer ends whose last turn this is. */
export function finishOf({ finishReason, blocked }: ModelTurn): Finish | undefined {
  if (finishReason !== undefined) return { finishReason };
  if (blocked) return { finishReason: finishReasonOf(blocked) };
  return { finishReason: FinishReason.OTHER, finishMessage: 'The stream ended before the answer was complete.' };
}

/** Both enumerations have these reasons. */
const BLOCKED = [FinishReason.SAFETY, FinishReason.PROHIBITED_CONTENT, FinishReason.BLOCKLIST];

function finishReasonOf({ blockReason }: GenerateContentResponsePromptFeedback): FinishReason {
  return BLOCKED.find((reason) => String(reason) === blockReason) ?? FinishReason.OTHER;
}
