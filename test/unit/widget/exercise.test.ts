import { describe, expect, it } from 'vitest';
import { NO_ANSWER, readAnswer } from '../../../src/widget/exercise/answerRecord.ts';
import { messageOf } from '../../../src/widget/exercise/checks.ts';

describe('what a check tells the learner', () => {
  const failed = (type: string, message: string) => ({
    status: 'error' as const,
    error: { type, message, traceback: 'assert secret()' },
  });

  it('is the message of its assertion, or what the code does that it called', () => {
    expect(messageOf({ status: 'ok' })).toBeUndefined();
    expect(messageOf(failed('AssertionError', 'Return the mean.'))).toBe('Return the mean.');
    expect(messageOf(failed('AssertionError', ''))).toBe('This is not right yet.');
    expect(messageOf(failed('NameError', "name 'mean' is not defined"))).toBe("NameError: name 'mean' is not defined");
    expect(messageOf(failed('StopIteration', ''))).toBe('StopIteration');
    expect(messageOf({ status: 'timeout' })).toMatch(/^The check timed out/);
  });
});

describe('a stored answer', () => {
  it('comes back as it was', () => {
    const answer = { code: 'x = 1', attempts: 3, passed: true, seconds: 40, hints: 1 };
    expect(readAnswer(JSON.stringify(answer))).toEqual(answer);
  });

  it.each([null, '', '[]', '{"attempts":"3","passed":1,"seconds":-1,"hints":null,"code":5}'])(
    'is none if it is not one: %s',
    (text) => {
      expect(readAnswer(text)).toEqual(NO_ANSWER);
    },
  );
});
