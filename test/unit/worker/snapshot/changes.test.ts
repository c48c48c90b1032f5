import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SnapshotChanges } from '../../../../src/sandbox/frame/snapshotHandle.ts';
import { packChanges } from '../../../../worker/snapshot/changes.ts';
import { contentHash } from '../../../../worker/snapshot/contentHash.ts';
import { pack } from '../../../../worker/snapshot/pack.ts';
import type { Snapshot } from '../../../../worker/snapshot/snapshot.ts';
import { filled, snapshotOf } from './snapshotOf.ts';

const KIB = 1024;

async function changesOf(snapshot: Snapshot, known: string[] = []): Promise<SnapshotChanges> {
  const files: Blob[] = [];
  return { chunks: await packChanges(snapshot, known, async (file) => void files.push(file)), files };
}

async function unpackFiles({ files }: SnapshotChanges): Promise<Buffer> {
  return files.length === 0 ? Buffer.alloc(0) : gunzipSync(await new Blob(files).arrayBuffer());
}

/** Puts the chunks together as whoever has stored them does. */
async function reassemble(...all: SnapshotChanges[]): Promise<Buffer> {
  const known = new Map<string, Buffer>();
  for (const changes of all) {
    const added = await unpackFiles(changes);
    let start = 0;
    for (const [hash, size] of changes.chunks) {
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
    const first = await changesOf(snapshotOf(memory.slice(), ['a file', 'another']));
    memory.fill(0, 20 * KIB, 40 * KIB);
    memory[250 * KIB] = 255;
    const changed = snapshotOf(memory, ['one before', 'a file', 'another']);
    const second = await changesOf(
      changed,
      first.chunks.map(([hash]) => hash),
    );
    expect((await reassemble(first, second)).equals(Buffer.from(await pack(changed, false)))).toBe(true);
  });

  it('that are known are left out, also behind a change that makes what comes before longer', async () => {
    const memory = filled(1024 * KIB);
    const known = await changesOf(snapshotOf(memory.slice()));
    memory[500 * KIB] = 255;
    const changes = await changesOf(
      snapshotOf(memory, ['x'.repeat(5000)]),
      known.chunks.map(([hash]) => hash),
    );
    const added = await unpackFiles(changes);
    expect(added.length).toBeGreaterThan(0);
    expect(added.length).toBeLessThan(40 * KIB);
  });

  it('are in no file if all are known', async () => {
    const memory = filled(64 * KIB);
    const { chunks } = await changesOf(snapshotOf(memory.slice()));
    const { files } = await changesOf(
      snapshotOf(memory),
      chunks.map(([hash]) => hash),
    );
    expect(files).toEqual([]);
  });

  it('are in files that browsers store, and that are one in gzip together', async () => {
    const noise = new Uint8Array(20 * KIB * KIB);
    for (let start = 0; start < noise.length; start += 64 * KIB) {
      crypto.getRandomValues(noise.subarray(start, start + 64 * KIB));
    }
    const snapshot = snapshotOf(noise);
    const changes = await changesOf(snapshot);
    expect(changes.files.map(({ size }) => size)).toEqual([8 * KIB * KIB, 8 * KIB * KIB, expect.any(Number)]);
    expect((await reassemble(changes)).equals(Buffer.from(await pack(snapshot, false)))).toBe(true);
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
