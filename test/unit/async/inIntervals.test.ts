import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inIntervals } from '../../../src/async/inIntervals.ts';

describe('a generator that is read in intervals', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Gives one item more with each call of `give`. */
  function source() {
    const waiting: ((item: string | undefined) => void)[] = [];
    async function* items(): AsyncGenerator<string, string, void> {
      for (;;) {
        const item = await new Promise<string | undefined>((resolve) => void waiting.push(resolve));
        if (item === undefined) return 'the end';
        yield item;
      }
    }
    const give = async (item?: string) => {
      waiting.shift()?.(item);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { items: items(), give };
  }

  it('gives the first value at once, and then at most one in each interval, with all that came by then', async () => {
    const { items, give } = source();
    let all = '';
    const values: string[] = [];
    const reading = (async () => {
      const given = inIntervals(items, (item) => (all += item), 100);
      for (let step = await given.next(); ; step = await given.next()) {
        values.push(step.value);
        if (step.done) return;
      }
    })();
    for (const item of ['a', 'b', 'c']) await give(item);
    expect(values).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(99);
    expect(values).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(values).toEqual(['a', 'abc']);
    await vi.advanceTimersByTimeAsync(500);
    await give('d');
    expect(values).toEqual(['a', 'abc', 'abcd']);
    await give('e');
    await give();
    await reading;
    expect(values).toEqual(['a', 'abc', 'abcd', 'the end']);
  });

  it('fails as the source does', async () => {
    // biome-ignore lint/correctness/useYield: It fails before it has anything to give.
    async function* failing(): AsyncGenerator<string, void, void> {
      throw new Error('Broken.');
    }
    await expect(inIntervals(failing(), String, 100).next()).rejects.toThrow('Broken.');
  });
});
