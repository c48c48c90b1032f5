import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../../../src/errors.ts';
import {
  openCheckpointFile,
  readCheckpointFile,
  writeCheckpointFile,
} from '../../../../src/sandbox/storage/checkpointFile.ts';
import { pack, unpack } from '../../../../worker/snapshot/pack.ts';
import { type Snapshot, SnapshotError as WorkerSnapshotError } from '../../../../worker/snapshot/snapshot.ts';
import { assertProperty } from '../../assertProperty.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const HEADER = {
  build: { pyodide: '314.0.7', id: 'abc', harness: 'def', suspends: true },
  python: '3.14.2',
  size: 70_000,
  lost: ['An open pipe or socket, file descriptor 5.'],
  runs: 12,
  packages: ['numpy', 'polite'],
};

const encode = (text: string): Bytes => new TextEncoder().encode(text);

/** Some memory with a hole, and files. */
function snapshot(): Snapshot {
  const memory = new Uint8Array(70_000).fill(7, 100, 9_000).fill(9, 60_000, 60_100).buffer;
  return {
    build: HEADER.build,
    memory,
    memoryStart: 0,
    parts: [[0, memory.byteLength]],
    memorySize: memory.byteLength,
    clock: 1234.5,
    tree: [
      { path: '/home', mode: 16_877, kind: 'folder' },
      { path: '/home/a.txt', mode: 33_188, kind: 'file', modified: 1, version: '1', contents: encode('kept') },
      { path: '/home/link', mode: 41_471, kind: 'link', target: 'a.txt' },
    ],
    openFiles: [{ descriptor: 3, path: '/gone', flags: 0, position: 1, contents: encode('open') }],
    workingDirectory: '/home',
    libraries: [],
    functions: [],
    symbols: [['tally_next', 14_174]],
    tableLength: 100,
    references: { hiwireKeys: [null, { path: ['self'] }, { serialized: { host: true } }], immortalKeys: ['name'] },
    lost: [],
  };
}

/** What can happen to a file: bits that flip, and parts that are missing, come twice, or are of something else. */
const damage = fc.oneof(
  fc.record({ at: fc.nat(), bit: fc.nat(7) }).map(({ at, bit }) => (bytes: Bytes) => {
    const index = at % bytes.length;
    return bytes.with(index, (bytes[index] ?? 0) ^ (1 << bit)) as Bytes;
  }),
  fc.nat().map((at) => (bytes: Bytes) => bytes.slice(0, at % bytes.length)),
  fc
    .record({ at: fc.nat(), more: fc.uint8Array({ minLength: 1, maxLength: 50 }) })
    .map(({ at, more }) => (bytes: Bytes) => {
      const index = at % bytes.length;
      return Uint8Array.from([...bytes.slice(0, index), ...more, ...bytes.slice(index)]);
    }),
  fc.record({ at: fc.nat(), with: fc.uint8Array({ minLength: 1, maxLength: 50 }) }).map((over) => (bytes: Bytes) => {
    const index = over.at % bytes.length;
    return Uint8Array.from([...bytes.slice(0, index), ...over.with, ...bytes.slice(index + over.with.length)]);
  }),
);
const damages = fc.array(damage, { minLength: 1, maxLength: 3 });
/** Most of a file is its payload: what comes before is damaged as often. */
const place = fc.constantFrom('anywhere', 'start');

function spoil(whole: Bytes, where: string, changes: readonly ((bytes: Bytes) => Bytes)[]): Bytes {
  const start = where === 'start' ? Math.min(400, whole.length) : whole.length;
  let spoilt = whole.slice(0, start);
  for (const change of changes) if (spoilt.length > 0) spoilt = change(spoilt);
  return Uint8Array.from([...spoilt, ...whole.slice(start)]);
}

const isSame = (one: Bytes, other: Bytes) => Buffer.from(one).equals(other);

describe('the file of a checkpoint', () => {
  it.each([
    ['is read as it was written', readCheckpointFile],
    ['has the header that was written', openCheckpointFile],
  ])('%s, or refused with a SnapshotError', async (_, read) => {
    const payload = await pack(snapshot(), true);
    const whole = new Uint8Array(await (await writeCheckpointFile(HEADER, payload)).arrayBuffer());
    const { header } = await openCheckpointFile(new Blob([whole]));
    expect(header).toMatchObject(HEADER);
    const property = fc.asyncProperty(damages, place, async (changes, where) => {
      const spoilt = spoil(whole, where, changes);
      const found = await read(new Blob([spoilt])).catch((error: unknown) => error);
      const isWhole = isSame(spoilt, whole);
      if (isWhole || !(found instanceof SnapshotError)) expect(found).toMatchObject({ header });
      if (read === readCheckpointFile && !isWhole) expect(found).toBeInstanceOf(SnapshotError);
    });
    await assertProperty(property, 500);
  });

  it('is refused whatever it is, unless it is one', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc
        .uint8Array({ maxLength: 2000 })
        .map((bytes) => Uint8Array.from([...new TextEncoder().encode('GLOVEBOX'), ...bytes])),
    );
    const property = fc.asyncProperty(anything, async (bytes) => {
      await expect(readCheckpointFile(new Blob([bytes.slice()]))).rejects.toBeInstanceOf(SnapshotError);
    });
    await assertProperty(property, 300);
  });
});

describe('what a frame packed', () => {
  it('is refused as soon as it unpacks to more than the checkpoint says that it holds', async () => {
    const zeros = new Blob([new Uint8Array(80 * 1024 ** 2)]);
    const packed = await new Response(zeros.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    const error: unknown = await unpack(packed, 1000).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(WorkerSnapshotError);
    expect(error).toHaveProperty('cause.message', expect.stringContaining('It unpacks to more than'));
    expect(packed.byteLength).toBeLessThan(100_000);
  });
});

describe.each([
  ['compressed', true],
  ['as it is', false],
])('what a frame packed, %s', (_, compress) => {
  it('is what it was when it is unpacked', async () => {
    const { memory, memoryStart, parts, ...unpacked } = await unpack(await pack(snapshot(), compress), HEADER.size);
    const { memory: before, memoryStart: __, parts: ___, ...rest } = snapshot();
    expect(unpacked).toEqual(rest);
    const found = new Uint8Array(before.byteLength);
    let from = memoryStart;
    for (const [start, end] of parts) {
      found.set(new Uint8Array(memory, from, end - start), start);
      from += end - start;
    }
    expect(isSame(found, new Uint8Array(before))).toBe(true);
  });

  it('is refused when it is damaged, or is what it was: nothing else, no other error, no end that never comes', async () => {
    const whole = new Uint8Array(await pack(snapshot(), compress));
    const unpacked = await unpack(whole.slice().buffer, HEADER.size);
    const property = fc.asyncProperty(damages, place, async (changes, where) => {
      const spoilt = spoil(whole, where, changes);
      const found: unknown = await unpack(spoilt.slice().buffer, HEADER.size).catch((error: unknown) => error);
      // Some bytes of gzip say nothing.
      if (isSame(spoilt, whole) || (compress && !(found instanceof Error))) expect(found).toEqual(unpacked);
      else expect(found).toBeInstanceOf(WorkerSnapshotError);
    });
    await assertProperty(property, 500);
  });
});
