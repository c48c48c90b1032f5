import { describe, expect, it } from 'vitest';
import type { RunReply } from '../../../src/protocol.ts';
import { encodeInputs } from '../../../src/sandbox/inputs.ts';
import { RunResultBuilder } from '../../../src/sandbox/result.ts';
import { NOTHING_LOST } from '../../../src/sandbox/session/history.ts';
import { toJson } from '../../../worker/javascript/values.ts';

const VALUES = [null, true, 7, 'ä', [], {}, [1, [2, { a: null }]], { rows: [{ name: 'Ada' }] }];

/** The result of a run whose worker sends this as its value. */
function resultWith(value: string) {
  const reply: RunReply = { status: 'ok', value, durationMs: 1, droppedOutput: 0, files: [] };
  const ending = { run: 1, timeout: 1000, undone: false, losses: NOTHING_LOST, language: 'Python' } as const;
  return new RunResultBuilder().compose(reply, ending);
}

describe('the inputs of a run', () => {
  it('are sent as JSON', () => {
    expect(JSON.parse(encodeInputs({ values: VALUES }, 'python'))).toEqual({ values: VALUES });
  });

  it.each([
    ['a date', { rows: [{ when: new Date(0) }] }, /rows\[0\]\.when is a Date/],
    ['undefined', { rows: undefined }, /rows is undefined/],
    ['a number that is not finite', { rate: Number.NaN }, /rate is NaN/],
    ['a name that no variable has', { '2x': 1 }, /"2x"/],
    ['a keyword', { class: 1 }, /"class"/],
    ['a name of the language', { __builtins__: 1 }, /"__builtins__"/],
  ])('are refused with the reason if they have %s', (_, inputs, reason) => {
    expect(() => encodeInputs(inputs, 'javascript')).toThrow(reason);
  });
});

describe('the value of a run', () => {
  it('of JavaScript is sent as JSON', () => {
    for (const value of VALUES) expect(JSON.parse(toJson(value) ?? '')).toEqual(value);
  });

  it('of JavaScript is not sent if JSON would change it, or it is too long', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const others = [undefined, new Set([1]), new Date(0), 1n, Number.NaN, { a: undefined }, cycle, 'x'.repeat(2e6)];
    expect(others.map(toJson)).toEqual(others.map(() => undefined));
  });

  it('is left out of the result if it is no JSON, or nested too deeply to be read', async () => {
    for (const text of ['{', 'undefined', '['.repeat(1e5) + ']'.repeat(1e5)])
      expect(await resultWith(text)).not.toHaveProperty('value');
  });

  it('has no property in the result that would replace a prototype', async () => {
    expect((await resultWith('{"a": {"__proto__": {"polluted": 1}, "b": 2}}')).value).toEqual({ a: { b: 2 } });
  });
});
