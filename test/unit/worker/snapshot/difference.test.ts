import { describe, expect, it } from 'vitest';
import { withoutPagesOf, withPagesOf } from '../../../../worker/snapshot/difference.ts';
import type { Snapshot } from '../../../../worker/snapshot/snapshot.ts';
import { filled, snapshotOf } from './snapshotOf.ts';

const PAGE = 4096;

/** Whether a memory has these bytes. Megabytes are not printed if it has not. */
function isSame(memory: ArrayBuffer, bytes: Uint8Array): boolean {
  return Buffer.from(memory).equals(bytes);
}

describe('a snapshot without the pages of another', () => {
  it('has only those that differ, and is whole again with them', () => {
    const memory = filled(100 * PAGE);
    const base = snapshotOf(memory.slice());
    memory[10 * PAGE] = 255;
    memory.fill(0, 50 * PAGE, 52 * PAGE);
    const changed = snapshotOf(memory);
    const difference = withoutPagesOf(base, changed);
    expect(difference.memory.byteLength).toBe(3 * PAGE);
    expect(isSame(withPagesOf(base, difference).memory, memory)).toBe(true);
  });

  it.each([
    ['longer', 100 * PAGE, 130 * PAGE],
    ['shorter', 130 * PAGE, 100 * PAGE],
    ['ends within a page', 100 * PAGE, 110 * PAGE + 20],
  ])('may be %s', (_, baseSize, size) => {
    const memory = filled(size);
    const base = snapshotOf(filled(baseSize));
    const difference = withoutPagesOf(base, snapshotOf(memory.slice()));
    expect(difference.memory.byteLength).toBeLessThan(size / 2);
    expect(isSame(withPagesOf(base, difference).memory, memory)).toBe(true);
  });

  it('may differ from one of which the empty pages were left out', () => {
    const memory = filled(10 * PAGE).fill(0, 2 * PAGE, 4 * PAGE);
    const stored = new Uint8Array([...new Uint8Array(3), ...memory.slice(0, 2 * PAGE), ...memory.slice(4 * PAGE)]);
    const base: Snapshot = {
      ...snapshotOf(memory),
      memory: stored.buffer,
      memoryStart: 3,
      parts: [
        [0, 2 * PAGE],
        [4 * PAGE, 10 * PAGE],
      ],
    };
    const changed = memory.slice();
    changed[3 * PAGE] = 1;
    const difference = withoutPagesOf(base, snapshotOf(changed.slice()));
    expect(difference.parts).toEqual([[3 * PAGE, 4 * PAGE]]);
    expect(isSame(withPagesOf(base, difference).memory, changed)).toBe(true);
  });
});
