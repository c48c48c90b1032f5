import { FinishReason } from '@google/genai';
import { expect, it } from 'vitest';
import { adviseOnEnd } from '../../../../src/chat/live/endReason.ts';

it.each([
  [FinishReason.MAX_TOKENS, 'Let it continue, or ask for less.'],
  [FinishReason.SAFETY, 'Ask in other words.'],
  [FinishReason.RECITATION, 'Ask in other words.'],
  [FinishReason.MALFORMED_FUNCTION_CALL, 'Ask for another answer.'],
  ['TOO_MANY_TOOL_CALLS', 'Ask for one step at a time.'],
  [FinishReason.LANGUAGE, 'Ask in another language.'],
  [FinishReason.OTHER, undefined],
  ['A_REASON_OF_TOMORROW', undefined],
])('after an answer that ended with %s, the user reads %j', (reason, advice) => {
  expect(adviseOnEnd(reason)).toBe(advice);
});
