import { describe, expect, it } from 'vitest';
import { describeCall, findNames, isInBrackets } from '../../../../src/elements/cell/nameAtCursor.ts';
import { Introspection } from '../../../../src/sandbox/introspection.ts';

/** Answers whatever it is asked with this. */
function answering(answer: Partial<Introspection>): Introspection {
  return Object.assign(new Introspection(() => Promise.reject(new Error('Nothing is asked of Python.'))), answer);
}

describe('names', () => {
  it('are asked for and placed in units of UTF-16, though Python counts characters', async () => {
    const asked: unknown[] = [];
    const introspection = answering({
      complete: async (code, cursor) => {
        asked.push([code, cursor]);
        return { start: 4, end: 6, matches: ['size'] };
      },
    });
    const found = await findNames(introspection, '"😀"+si', 7);
    expect(asked).toEqual([['"😀"+si', 6]]);
    expect(found).toEqual({ from: 5, to: 7, names: ['size'] });
  });

  it('are none if the session is reset meanwhile', async () => {
    const introspection = answering({ complete: () => Promise.reject(new Error('It was reset.')) });
    expect(await findNames(introspection, 'si', 2)).toBeUndefined();
  });
});

describe('a call', () => {
  it('is described by its signature and the first paragraph of its docstring', async () => {
    const text = 'round(number, ndigits=None)\n\nbuiltin_function_or_method\n\nRound a number.\n\nThe rest.';
    const introspection = answering({ inspect: async () => text });
    expect(await describeCall(introspection, 'round')).toBe('round(number, ndigits=None)\nRound a number.');
  });

  it('has no description if the session does not know the function', async () => {
    expect(await describeCall(answering({ inspect: async () => undefined }), 'nothing')).toBeUndefined();
  });
});

describe('the cursor', () => {
  it.each([
    ['f(|', true],
    ['f(g(1), |', true],
    ['f(1)|', false],
    ['f(1,\n|', false],
    ['|f(', false],
  ])('in %j is in the brackets: %s', (marked, isInside) => {
    expect(isInBrackets(marked.replace('|', ''), marked.replace('|', '').indexOf('(') + 1, marked.indexOf('|'))).toBe(
      isInside,
    );
  });
});
