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
