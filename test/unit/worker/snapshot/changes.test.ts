import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packChanges } from '../../../../worker/snapshot/changes.ts';
import { contentHash } from '../../../../worker/snapshot/contentHash.ts';
import { pack } from '../../../../worker/snapshot/pack.ts';
import { filled, snapshotOf } from './snapshotOf.ts';

const KIB = 1024;

/** Puts the chunks together as whoever has stored them does. */
function reassemble(...all: Awaited<ReturnType<typeof packChanges>>[]): Buffer {
  const known = new Map<string, Buffer>();
  for (const { chunks, bytes } of all) {
    const added = gunzipSync(bytes);
    let start = 0;
    for (const [hash, size] of chunks) {
      if (known.has(hash)) continue;
      known.set(hash, added.subarray(start, start + size));
      start += size;
    }
    expect(start).toBe(added.length);
  }
  return Buffer.concat((all.at(-1)?.chunks ?? []).map(([hash]) => known.get(hash) as Buffer));
}

describe('the chunks of a snapshot', () => {
  it('are the packed snapshot when they are put together, however often it has changed', async () => {
    const memory = filled(300 * KIB + 12);
    const first = await packChanges(snapshotOf(memory.slice(), ['a file', 'another']), []);
    memory.fill(0, 20 * KIB, 40 * KIB);
    memory[250 * KIB] = 255;
    const changed = snapshotOf(memory, ['one before', 'a file', 'another']);
    const second = await packChanges(
      changed,
      first.chunks.map(([hash]) => hash),
    );
    expect(reassemble(first, second).equals(Buffer.from(await pack(changed, false)))).toBe(true);
  });

  it('that are known are left out, also behind a change that makes what comes before longer', async () => {
    const memory = filled(1024 * KIB);
    const known = await packChanges(snapshotOf(memory.slice()), []);
    memory[500 * KIB] = 255;
    const { bytes } = await packChanges(
      snapshotOf(memory, ['x'.repeat(5000)]),
      known.chunks.map(([hash]) => hash),
    );
    expect(gunzipSync(bytes).length).toBeLessThan(40 * KIB);
  });
});

describe('the hash of contents', () => {
  it('differs for contents that differ in signs, in order, in length, or in one bit', () => {
    const numbers = new Float64Array(64).map((_, index) => index + 1);
    const bytesOf = (values: Float64Array<ArrayBuffer>) => new Uint8Array(values.buffer);
    const bytes = bytesOf(numbers);
    const others = [
      bytesOf(numbers.map((value) => -value)),
      bytesOf(numbers.toReversed()),
      bytes.slice(0, -1),
      new Uint8Array(512),
      new Uint8Array(511),
      ...Array.from({ length: 64 }, (_, index) => bytes.with(index * 8, (bytes[index * 8] ?? 0) ^ 1)),
    ] as Uint8Array<ArrayBuffer>[];
    const hashes = [bytes, ...others].map(contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is the same wherever they lie', () => {
    const bytes = filled(1000);
    const elsewhere = new Uint8Array(new ArrayBuffer(1013), 13);
    elsewhere.set(bytes);
    expect(contentHash(elsewhere)).toBe(contentHash(bytes));
  });
});
