import { BlockedReason, FinishReason } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { AnswerProgress } from '../../../../src/answer/events.ts';
import { explainError } from '../../../../src/chat/errors/explainError.ts';
import { whyNoAnswer } from '../../../../src/chat/live/noAnswer.ts';
import { addEvent, startTurn } from '../../../../src/chat/transcript.ts';

const turnAfter = (...events: AnswerProgress[]) => events.reduce(addEvent, startTurn(1, 'How many?'));
const explained = (...events: AnswerProgress[]) => {
  const { title, detail, remedy } = explainError(whyNoAnswer(turnAfter(...events)));
  return { title, detail, remedy };
};
const ended = (finishReason?: FinishReason): AnswerProgress => ({ type: 'turn-end', finishReason });

describe('an answer with nothing to read', () => {
  it('to a question that was blocked names the reason, in words and in the API’s word', () => {
    expect(explained({ type: 'turn-end', finishReason: undefined, blockReason: BlockedReason.SAFETY })).toEqual({
      title: 'This question was blocked',
      detail: 'Reason: safety filters (SAFETY)',
      remedy: 'question',
    });
  });

  it('that was held back names the reason', () => {
    expect(explained({ type: 'thought-delta', text: 'Hm.' }, ended(FinishReason.RECITATION))).toEqual({
      title: 'The answer was blocked',
      detail: 'Reason: it repeats existing text too closely (RECITATION)',
      remedy: 'question',
    });
  });

  it.each([
    [FinishReason.STOP, 'The answer has no text and no code.'],
    [FinishReason.MAX_TOKENS, 'Reason: it is too long (MAX_TOKENS)'],
    ['A_NEW_ONE' as FinishReason, 'Reason: A_NEW_ONE'],
  ])('that ended with %s is called empty', (finishReason, detail) => {
    const blank: AnswerProgress = { type: 'text-delta', text: ' \n' };
    expect(explained(blank, ended(finishReason))).toMatchObject({ title: 'The model sent an empty answer', detail });
  });
});

describe('an answer with something to read', () => {
  it.each<AnswerProgress>([
    { type: 'text-delta', text: 'Fifty.' },
    { type: 'code', id: 1, language: 'PYTHON', code: 'print(50)' },
    { type: 'image', id: 0, mimeType: 'image/png', data: 'AAAA' },
  ])('is an answer however it ended: $type', (event) => {
    expect(whyNoAnswer(turnAfter(event, ended(FinishReason.SAFETY)))).toBeUndefined();
  });
});
