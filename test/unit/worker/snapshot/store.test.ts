import { describe, expect, it } from 'vitest';
import { pack } from '../../../../worker/snapshot/pack.ts';
import type { Entry } from '../../../../worker/snapshot/snapshot.ts';
import { SnapshotStore } from '../../../../worker/snapshot/store.ts';
import { filled, snapshotOf } from './snapshotOf.ts';

const PAGE = 4096;
const [BASE, OTHER, SESSION] = [1, 2, 3];
/** The worker that the first was taken of. */
const WORKER = 1;

/** What sessions start from, something else, and a session that differs from the first in one page. */
async function storeOfThree() {
  const store = new SnapshotStore();
  const memory = filled(100 * PAGE);
  await store.addCaptured(BASE, snapshotOf(memory.slice()), WORKER);
  store.add(OTHER, snapshotOf(new Uint8Array(100 * PAGE)));
  memory[7 * PAGE] = 255;
  await store.addCaptured(SESSION, snapshotOf(memory.slice()), WORKER + 1);
  return { store, memory: Buffer.from(memory) };
}

describe('a snapshot that is much as another one', () => {
  it('is whole for whoever goes on from it', async () => {
    const { store, memory } = await storeOfThree();
    await store.compact(SESSION, [OTHER, BASE]);
    const got = store.get(SESSION);
    expect(got && 'memory' in got && memory.equals(Buffer.from(got.memory))).toBe(true);
    const read = await store.read(SESSION);
    expect(read && memory.equals(Buffer.from(read.memory))).toBe(true);
  });

  it('is whole when that one is dropped, whose buffer nobody fills again', async () => {
    const { store, memory } = await storeOfThree();
    await store.compact(SESSION, [BASE]);
    store.drop(BASE);
    expect(store.takeBuffer(WORKER)).toBeUndefined();
    const read = await store.read(SESSION);
    expect(read && memory.equals(Buffer.from(read.memory))).toBe(true);
  });

  it('is whole also if it was still in a file', async () => {
    const { store, memory } = await storeOfThree();
    const file = new Blob([await pack(snapshotOf(new Uint8Array(memory)), false)]);
    store.addFile(SESSION, file);
    await store.compact(SESSION, [BASE]);
    const got = store.get(SESSION);
    expect(got && 'memory' in got && memory.equals(Buffer.from(got.memory))).toBe(true);
  });

  it('stays as it is beside one that has nothing in common with it, and beside those that are gone', async () => {
    const { store, memory } = await storeOfThree();
    await store.compact(SESSION, [OTHER, 77]);
    store.drop(OTHER);
    const got = store.get(SESSION);
    expect(got && 'memory' in got && memory.equals(Buffer.from(got.memory))).toBe(true);
  });
});

describe('the memory of a snapshot', () => {
  const memoryIn = (store: SnapshotStore, id: number) => {
    const snapshot = store.get(id);
    if (!snapshot || snapshot instanceof Blob) throw new Error('There is no such snapshot.');
    return snapshot.memory;
  };

  it('is filled again by the worker that filled it, after the snapshot was dropped', async () => {
    const { store } = await storeOfThree();
    const memory = memoryIn(store, SESSION);
    store.drop(SESSION);
    expect(store.takeBuffer(WORKER)).toBeUndefined();
    expect(store.takeBuffer(WORKER + 1)).toBe(memory);
  });

  it('is filled again when only what differs from another is stored of it', async () => {
    const { store } = await storeOfThree();
    const memory = memoryIn(store, SESSION);
    await store.compact(SESSION, [BASE]);
    expect(store.takeBuffer(WORKER + 1)).toBe(memory);
  });

  it.each(['before', 'after'])('is given back at once if its worker goes %s it is dropped', async (order) => {
    const { store } = await storeOfThree();
    const memory = memoryIn(store, SESSION);
    if (order === 'before') store.forget(WORKER + 1);
    store.drop(SESSION);
    if (order === 'after') store.forget(WORKER + 1);
    expect(memory.byteLength).toBe(0);
    expect(memoryIn(store, BASE).byteLength).toBe(100 * PAGE);
  });

  it('is given back at once if its worker has two larger ones to fill', async () => {
    const store = new SnapshotStore();
    const memories = [1, 2, 3].map((size) => new Uint8Array(size * PAGE));
    for (const [id, memory] of memories.entries()) await store.addCaptured(id, snapshotOf(memory), WORKER);
    for (const id of memories.keys()) store.drop(id);
    expect(memories.map(({ byteLength }) => byteLength)).toEqual([0, 2 * PAGE, 3 * PAGE]);
  });

  it('is given back with that of all others when the frame is removed', async () => {
    const { store } = await storeOfThree();
    const memories = [BASE, OTHER, SESSION].map((id) => memoryIn(store, id));
    await store.compact(SESSION, [BASE]);
    store.clear();
    expect(memories.map(({ byteLength }) => byteLength)).toEqual([0, 0, 0]);
    expect(store.get(BASE)).toBeUndefined();
  });
});

describe('the files of a captured snapshot', () => {
  const text = (contents: Uint8Array | undefined) => contents && new TextDecoder().decode(contents);
  const filesIn = async (store: SnapshotStore, id: number) => {
    const tree = (await store.read(id))?.tree ?? [];
    return tree.map((entry) => [entry.path, entry.kind === 'file' ? text(entry.contents) : entry.kind]);
  };
  const empty = () => new Uint8Array(PAGE);
  const entry = (path: string, version: string): Entry => ({ kind: 'file', path, mode: 33_188, modified: 1, version });

  it.each([
    ['the snapshot before of the same worker', WORKER],
    ['the snapshot that it goes on from', WORKER + 1],
  ])('are completed from %s', async (_, worker) => {
    const store = new SnapshotStore();
    await store.addCaptured(BASE, snapshotOf(empty(), ['a', 'b', 'c']), WORKER);
    if (worker !== WORKER) store.inherit(worker, BASE);
    const tree = [2, entry('/moved', 'a'), ...snapshotOf(empty(), ['new']).tree];
    await store.addCaptured(SESSION, { ...snapshotOf(empty()), tree }, worker);
    const expected = [
      ['/2', 'c'],
      ['/moved', 'a'],
      ['/0', 'new'],
    ];
    expect(await filesIn(store, SESSION)).toEqual(expected);
    await store.addCaptured(OTHER, { ...snapshotOf(empty()), tree: [1, 0] }, worker);
    expect(await filesIn(store, OTHER)).toEqual([expected[1], expected[0]]);
  });

  it.each([
    ['an entry', 2, 'the entry 2 of the tree is missing'],
    ['contents', entry('/x', 'x'), 'what /x holds is missing'],
  ])('are refused if %s cannot be found', async (_, changed, message) => {
    const store = new SnapshotStore();
    await store.addCaptured(BASE, snapshotOf(empty(), ['a', 'b']), WORKER);
    const captured = { ...snapshotOf(empty()), tree: [0, changed] };
    await expect(store.addCaptured(SESSION, captured, WORKER)).rejects.toThrow(message);
    await expect(store.addCaptured(SESSION, captured, WORKER + 1)).rejects.toThrow(/is missing/);
    expect(store.get(SESSION)).toBeUndefined();
  });
});
