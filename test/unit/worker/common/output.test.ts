import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputChunk } from '../../../../src/protocol.ts';
import { Output } from '../../../../worker/common/output.ts';

// The worker goes by the browser's own clock, which the fake one would not replace.
vi.mock('../../../../worker/common/clock.ts', () => ({ clock: () => performance.now() }));

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (batches: OutputChunk[][]) =>
  batches
    .flat()
    .map(({ text }) => text)
    .join('');

describe('what Python writes', () => {
  let sent: OutputChunk[][];
  let output: Output;
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    output = new Output((chunks) => sent.push(chunks));
    output.begin(1_000_000);
    return () => vi.useRealTimers();
  });

  it('is sent line by line as long as it is little, so that nothing is lost when the code then hangs', () => {
    for (const line of ['a\n', 'b\n', 'c\n']) output.write('stdout', bytes(line));
    expect(sent).toHaveLength(3);
  });

  it('is gathered as soon as it is much', () => {
    for (let line = 0; line < 10_000; line += 1) output.write('stdout', bytes('line\n'));
    output.flush();
    expect(textOf(sent)).toBe('line\n'.repeat(10_000));
    expect(sent.length).toBeLessThan(20);
  });

  it('is sent by a timer when the code waits after it wrote much', () => {
    for (let line = 0; line < 100; line += 1) output.write('stdout', bytes('line\n'));
    expect(textOf(sent)).not.toBe('line\n'.repeat(100));
    vi.advanceTimersByTime(50);
    expect(textOf(sent)).toBe('line\n'.repeat(100));
  });

  it('keeps its order and its streams, each chunk with the time of its first character', () => {
    vi.advanceTimersByTime(30);
    for (let turn = 0; turn < 20; turn += 1) {
      output.write('stdout', bytes(`out ${turn}\n`));
      output.write('stderr', bytes(`err ${turn}\n`));
    }
    output.flush();
    const chunks = sent.flat();
    expect(chunks.map(({ stream }) => stream).slice(0, 4)).toEqual(['stdout', 'stderr', 'stdout', 'stderr']);
    expect(chunks).toHaveLength(40);
    expect(chunks.every(({ time }) => time === 30)).toBe(true);
  });

  describe('that is cleared', () => {
    let heard: unknown[];
    beforeEach(() => {
      heard = [];
      output = new Output((chunks, clears) => heard.push([clears, textOf([chunks])]));
      output.begin(10);
    });

    it('goes with what is written next, in one message', () => {
      output.writeText('stdout', 'a');
      output.clear(true);
      output.writeText('stderr', 'b');
      expect(heard).toEqual([
        [false, 'a'],
        [true, 'b'],
      ]);
    });

    it('stays if nothing comes after it', () => {
      output.writeText('stdout', 'a');
      output.clear(true);
      output.flush();
      output.begin(10);
      output.writeText('stdout', 'b');
      expect(heard).toEqual([
        [false, 'a'],
        [false, 'b'],
      ]);
    });

    it('goes at once if it is not to wait, or with a display', () => {
      output.clear(false);
      expect(heard).toEqual([[true, '']]);
      output.clear(true);
      expect([output.flushBeforeDisplay(), output.flushBeforeDisplay()]).toEqual([true, false]);
    });

    it('is not sent if that has not happened yet, and counts for no limit', () => {
      for (let step = 0; step < 1_000; step += 1) {
        output.clear(step % 2 === 0);
        output.writeText('stdout', `step ${step}\n`);
      }
      output.flush();
      expect(heard.length).toBeLessThan(20);
      expect(heard.at(-1)).toEqual([true, 'step 999\n']);
      expect(output.dropped).toBe(0);
    });
  });

  it('is dropped and counted beyond the limit of its run', () => {
    output.begin(5);
    output.write('stdout', bytes('1234567890'));
    output.write('stderr', bytes('more'));
    expect(textOf(sent)).toBe('12345');
    expect(output.dropped).toBe(9);
    output.begin(5);
    expect(output.dropped).toBe(0);
  });

  it('is sent and counted in parts, if it is more than fits into one string', () => {
    output.begin(100_001);
    output.write('stdout', bytes('1é🎉'.repeat(100_000)));
    expect(textOf(sent) === `${'1é🎉'.repeat(25_000)}1`).toBe(true);
    expect(output.dropped).toBe(400_000 - 100_001);
    expect(Math.max(...sent.map((batch) => textOf([batch]).length))).toBeLessThan(100_000);
  });

  it('is not mixed with the half of a character that the run before it left', () => {
    output.write('stdout', bytes('é').subarray(0, 1));
    output.begin(10);
    output.write('stdout', bytes('\ufeffa'));
    expect(textOf(sent)).toBe('\ufeffa');
  });

  it('is whole characters, even if a write ends in the middle of one', () => {
    const [first, ...rest] = bytes('é');
    output.write('stdout', new Uint8Array([first ?? 0]));
    output.write('stdout', new Uint8Array(rest));
    expect(textOf(sent)).toBe('é');
  });
});
