/** Snapshots of which only the pages are kept that another has not: sessions that begin alike have most of their memory in common. */
import { type Snapshot, sizeOf } from './snapshot.ts';

/** Bytes that are kept or left out together. Objects of Python lie scattered: with larger pages far more would be kept. */
const PAGE_SIZE = 4096;
/** Bytes that are compared in one go. */
const WORD_SIZE = 4;

/** Gives the snapshot without the pages of its memory that are the same in `base`. */
export function withoutPagesOf(base: Snapshot, snapshot: Snapshot): Snapshot {
  const [memory, other] = [wordsOf(snapshot), wordsOf(base)];
  const ranges: [number, number][] = [];
  const { memorySize } = snapshot;
  for (let start = 0; start < memorySize; start += PAGE_SIZE) {
    const end = Math.min(start + PAGE_SIZE, memorySize);
    if (end <= base.memorySize && isSame(memory, other, start / WORD_SIZE, Math.ceil(end / WORD_SIZE))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === start) last[1] = end;
    else ranges.push([start, end]);
  }
  const kept = new Uint8Array(sizeOf(ranges));
  let to = 0;
  for (const [start, end] of ranges) {
    kept.set(new Uint8Array(memory.buffer, memory.byteOffset + start, end - start), to);
    to += end - start;
  }
  return { ...snapshot, memory: kept.buffer, memoryStart: 0, parts: ranges };
}

/** Gives the whole snapshot again, with a memory of its own. */
export function withPagesOf(base: Snapshot, difference: Snapshot): Snapshot {
  const { memorySize } = difference;
  const memory = new ArrayBuffer(memorySize);
  layDown(base, new Uint8Array(memory));
  layDown(difference, new Uint8Array(memory));
  return { ...difference, memory, memoryStart: 0, parts: [[0, memorySize]] };
}

function isSame(one: Int32Array, other: Int32Array, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/** The whole memory, filled up to whole words. */
function wordsOf(snapshot: Snapshot): Int32Array<ArrayBuffer> {
  const { memory, memoryStart, parts, memorySize } = snapshot;
  const count = Math.ceil(memorySize / WORD_SIZE);
  const isWhole = parts.length === 1 && sizeOf(parts) === memorySize && memorySize % WORD_SIZE === 0;
  if (isWhole && memoryStart % WORD_SIZE === 0) return new Int32Array(memory, memoryStart, count);
  const words = new Int32Array(count);
  layDown(snapshot, new Uint8Array(words.buffer));
  return words;
}

/** Copies the parts of a memory to their places, as far as there is room. */
function layDown({ memory, memoryStart, parts }: Snapshot, to: Uint8Array): void {
  let from = memoryStart;
  for (const [start, end] of parts) {
    const size = Math.max(0, Math.min(end, to.byteLength) - start);
    if (size > 0) to.set(new Uint8Array(memory, from, size), start);
    from += end - start;
  }
}
