/** What is stored of a session, in a database that can end at any change. */
import 'fake-indexeddb/auto';
import { clear, createStore, values } from 'idb-keyval';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionFiles } from '../../../../src/sandbox/storage/sessionFiles.ts';
import { packChanges } from '../../../../worker/snapshot/changes.ts';
import { pack } from '../../../../worker/snapshot/pack.ts';
import { BUILD, snapshotOf } from '../../worker/snapshot/snapshotOf.ts';

const NAME = 'lesson 3';
const KIB = 1024;
const HEADER = { build: BUILD, python: '3.14', size: 0, lost: [], runs: 0, packages: [] };

/** What the browser has stored of sandboxes. */
const STORED = createStore('glovebox-files', 'files');
/** Counts what is written. After so many changes all others are refused. */
const disk = { changesLeft: Infinity, written: 0 };

function change(): void {
  disk.changesLeft -= 1;
  if (disk.changesLeft < 0) throw new Error('The page is gone.');
}

/** The files that are stored, by key. */
async function storedFiles(): Promise<Blob[]> {
  return (await values<{ file: Blob }>(STORED)).map(({ file }) => file);
}

beforeEach(() => {
  Object.assign(disk, { changesLeft: Infinity, written: 0 });
  vi.stubGlobal('isSecureContext', true);
  const { put, delete: remove } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    change();
    disk.written += value.file.size;
    return put.call(this, value, key);
  });
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
    change();
    return remove.call(this, key);
  });
  return async () => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await clear(STORED);
  };
});

/** Bytes that no compression makes fewer. */
function noise(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let start = 0; start < size; start += 65_536) {
    crypto.getRandomValues(bytes.subarray(start, Math.min(start + 65_536, size)));
  }
  return bytes;
}

async function write(files: SessionFiles, memory: Uint8Array<ArrayBuffer>, mayWrite = async () => {}): Promise<void> {
  const exportChanges = async (known: string[]) => {
    const added: Blob[] = [];
    const onFile = async (file: Blob) => void added.push(file);
    return { chunks: await packChanges(snapshotOf(memory.slice()), known, onFile), files: added };
  };
  await files.write({ header: HEADER, exportChanges }, mayWrite);
}

async function stored(): Promise<Buffer | undefined> {
  const found = await new SessionFiles(NAME).read();
  return found && Buffer.from(found.payload);
}

async function packed(memory: Uint8Array<ArrayBuffer>): Promise<Buffer> {
  return Buffer.from(await pack(snapshotOf(memory.slice()), false));
}

/** Whether exactly this is stored. Buffers of megabytes are not printed if it is not. */
async function isStored(memory: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return (await stored())?.equals(await packed(memory)) ?? false;
}

describe('a session that is stored again and again', () => {
  it('writes what has changed', async () => {
    const files = new SessionFiles(NAME);
    const memory = noise(4096 * KIB);
    await write(files, memory);
    disk.written = 0;
    memory.set(noise(100 * KIB), 2000 * KIB);
    await write(files, memory);
    expect(disk.written).toBeLessThan(200 * KIB);
    expect(await isStored(memory)).toBe(true);
  });

  it('writes what has changed since another page has read it', async () => {
    const memory = noise(4096 * KIB);
    await write(new SessionFiles(NAME), memory);
    const files = new SessionFiles(NAME);
    await files.read();
    disk.written = 0;
    memory.set(noise(100 * KIB), 2000 * KIB);
    await write(files, memory);
    expect(disk.written).toBeLessThan(200 * KIB);
    expect(await isStored(memory)).toBe(true);
  });

  it('is the older or the newer state as a whole, wherever the page ends, and what is left over goes with the next write', async () => {
    const memory = noise(300 * KIB);
    await write(new SessionFiles(NAME), memory);
    let isThrough = false;
    for (let changes = 0; !isThrough; changes += 1) {
      const files = new SessionFiles(NAME);
      await files.read();
      const before = await stored();
      memory.set(noise(200 * KIB), (changes % 2) * 100 * KIB);
      disk.changesLeft = changes;
      await write(files, memory).catch(() => {});
      isThrough = disk.changesLeft > 0;
      disk.changesLeft = Infinity;
      const after = await packed(memory);
      const found = await stored();
      expect([before, after].some((each) => each && found?.equals(each))).toBe(true);
    }
    const files = new SessionFiles(NAME);
    await write(files, noise(300 * KIB));
    expect((await storedFiles()).length).toBe(2);
    await files.remove();
    expect((await storedFiles()).length).toBe(0);
  });

  it('keeps few parts, and little that it does not have any more', async () => {
    const files = new SessionFiles(NAME);
    const memory = noise(1024 * KIB);
    await write(files, memory);
    for (let round = 0; round < 200; round += 1) {
      memory.set(noise(16 * KIB), ((round * 29) % 64) * 16 * KIB);
      await write(files, memory);
      expect((await storedFiles()).length).toBeLessThan(30);
    }
    const bytes = (await storedFiles()).reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThan(2.5 * 1024 * KIB);
    expect(disk.written).toBeLessThan(20 * 1024 * KIB);
    expect(await isStored(memory)).toBe(true);
  });

  it('is whole again after it was removed by another page', async () => {
    const files = new SessionFiles(NAME);
    const memory = noise(300 * KIB);
    await write(files, memory);
    await new SessionFiles(NAME).remove();
    await write(files, memory);
    expect(await isStored(memory)).toBe(true);
  });

  it('leaves nothing behind if it may not be written any more', async () => {
    const memory = noise(300 * KIB);
    await write(new SessionFiles(NAME), memory);
    let asked = 0;
    const refused = write(new SessionFiles(NAME), noise(300 * KIB), async () => {
      asked += 1;
      if (asked === 2) throw new Error('Another tab has the name.');
    });
    await expect(refused).rejects.toThrow('Another tab has the name.');
    expect((await storedFiles()).length).toBe(2);
    expect(await isStored(memory)).toBe(true);
  });
});
