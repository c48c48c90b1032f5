// @module-tag long
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Sandbox, type SandboxOptions } from '../../../../src/entries/index.ts';
import { listParts, sessionKey, writeStored } from '../../../../src/sandbox/storage/browserStorage.ts';
import { ASSETS, freshSandbox, keepEngine } from '../freshSandbox.ts';
import { storedOutput } from './storedOutput.ts';
import { removeStored, replaceStored, storedFile, storedKeys } from './visit.ts';

const NAME = 'changing session';
const PERSISTED: SandboxOptions = { persist: NAME };
const MB = 1_000_000;
/** The same bytes each time, which no compression makes fewer. */
const RANDOM = 'import random\nbytes_of = random.Random(7).randbytes';

keepEngine();
beforeEach(() => Sandbox.forget(NAME));
afterEach(() => vi.restoreAllMocks());

/** Counts the bytes that are written into the browser's storage for the session. */
function countWritten(): { bytes: number; files: number } {
  const written = { bytes: 0, files: 0 };
  const { put } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    // In private windows WebKit refuses the file, and then gets its bytes.
    if (isOfSession(key) && value.file instanceof Blob) {
      written.bytes += value.file.size;
      written.files += 1;
    }
    return put.call(this, value, key);
  });
  return written;
}

/** @param key of a file, or a range of keys */
function isOfSession(key: IDBValidKey | IDBKeyRange | undefined): boolean {
  const [kind, name] = (key instanceof IDBKeyRange ? key.lower : key) as string[];
  return (kind === 'session' || kind === 'part') && name === NAME;
}

/** From the given change of what is stored on, nothing is stored or removed any more, as if the page were gone. */
function dieAt(change: number): void {
  let changes = 0;
  for (const method of ['put', 'delete'] as const) {
    const original = IDBObjectStore.prototype[method] as (...values: unknown[]) => never;
    vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
      this: IDBObjectStore,
      ...values: unknown[]
    ) {
      if (!isOfSession(values.at(-1) as IDBValidKey)) return original.apply(this, values);
      changes += 1;
      if (changes >= change) throw new Error('The page is gone.');
      return original.apply(this, values);
    });
  }
}

async function storedBytes(): Promise<number> {
  const stored = [...(await storedKeys('session')), ...(await storedKeys('part'))].filter(isOfSession);
  return (await Promise.all(stored.map(storedFile))).reduce((sum, { size }) => sum + size, 0);
}

describe('a stored session that changes', () => {
  it('of 100 MB by 1 MB writes a few MB, and not 100', async () => {
    const sandbox = await freshSandbox(PERSISTED);
    const fill = `for start in range(0, len(data), ${MB}): data[start : start + ${MB}] = bytes_of(${MB})`;
    await sandbox.run(`${RANDOM}\ndata = bytearray(100 * ${MB})\n${fill}\nchecksum = sum(data[::1000])`);
    await sandbox.save();
    const written = countWritten();
    await sandbox.run(`more = bytes_of(${MB})`);
    await sandbox.save();
    expect(written.bytes).toBeGreaterThan(MB);
    expect(written.bytes).toBeLessThan(5 * MB);
    const { output } = await sandbox.run('checksum, len(data), len(more)');
    await sandbox.close();
    expect(await storedOutput(NAME, 'sum(data[::1000]), len(data), len(more)')).toBe(output);
  }, 60_000);

  it('and not at all by what it says, writes hardly more than its description', async () => {
    const sandbox = await freshSandbox(PERSISTED);
    await sandbox.run(`${RANDOM}\ndata = bytes_of(5 * ${MB})`);
    await sandbox.save();
    const written = countWritten();
    await sandbox.save();
    expect(written.bytes).toBeLessThan(MB);
  });

  it('is the older or the newer state as a whole, wherever the page dies while it writes', async () => {
    const sandbox = await freshSandbox(PERSISTED);
    await sandbox.run(`${RANDOM}\nstate, data = 1, bytes_of(${MB})`);
    await sandbox.save();
    let oldest = 1;
    for (let change = 1, isThrough = false; !isThrough; change += 1) {
      const newest = change + 1;
      await sandbox.run(`state, data = ${newest}, bytes_of(${MB})`);
      dieAt(change);
      isThrough = await sandbox.save().then(
        () => true,
        () => false,
      );
      vi.restoreAllMocks();
      const found = Number(await storedOutput(NAME, 'assert len(data) == 1_000_000\nprint(state)'));
      expect([oldest, newest]).toContain(found);
      oldest = found;
    }
    expect(oldest).toBeGreaterThan(1);
  }, 120_000);

  it('keeps nothing that it no longer has, however often it is written', async () => {
    const sandbox = await freshSandbox(PERSISTED);
    for (let round = 0; round < 30; round += 1) {
      await sandbox.run(`${round === 0 ? RANDOM : ''}\ndata = bytes_of(2 * ${MB})`);
      await sandbox.save();
    }
    expect((await listParts(NAME)).length).toBeLessThan(25);
    expect(await storedBytes()).toBeLessThan(30 * MB);
    expect((await Sandbox.list()).find(({ name }) => name === NAME)?.size).toBe(await storedBytes());
    await Sandbox.forget(NAME);
    expect(await storedBytes()).toBe(0);
  }, 120_000);

  it('is whole again after somebody has made the browser forget it', async () => {
    const sandbox = await freshSandbox(PERSISTED);
    await sandbox.run('kept = 1');
    await sandbox.save();
    await Sandbox.forget(NAME);
    await sandbox.run('more = 2');
    await sandbox.save();
    expect(await storedOutput(NAME, 'kept, more')).toBe('(1, 2)\n');
  });
});

describe('room for a stored session', () => {
  it('is asked for before anything is written: if there is too little, the older state stays', async ({ skip }) => {
    skip(!('storage' in navigator), 'this browser does not tell how much there is');
    const sandbox = await freshSandbox(PERSISTED);
    await sandbox.run('kept = 1');
    await sandbox.save();
    const written = countWritten();
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 50 * MB, usage: 50 * MB - 1000 });
    await sandbox.run('kept = 2');
    await expect(sandbox.save()).rejects.toThrow(/no room left for this site; \d+ bytes are needed/);
    expect(written.files).toBe(0);
    expect((await sandbox.run('kept')).output).toBe('2\n');
    await sandbox.close();
    expect(await storedOutput(NAME, 'kept')).toBe('1\n');
  });
});

describe('a session that an earlier version has stored', () => {
  it('in one file goes on, and is stored in parts from then on', async () => {
    const before = await freshSandbox();
    await before.run('kept = 1');
    using checkpoint = await before.checkpoint();
    await writeStored(sessionKey(NAME), await checkpoint.toBlob());
    const after = await freshSandbox(PERSISTED);
    expect(after.resumed).toBe(true);
    await after.run('kept += 1');
    await after.save();
    expect((await listParts(NAME)).length).toBeGreaterThan(0);
    await after.close();
    expect(await storedOutput(NAME, 'kept')).toBe('2\n');
  });
});

describe('a stored session that is damaged', () => {
  it.each([
    ['of a later format', async () => new Blob([JSON.stringify({ format: 99 })]), /expected format 1/],
    ['cut off', async () => new Blob(['{"format": 1, ']), /damaged: its description can't be read/],
  ])('because it is %s is left out, which says why', async (_, file, reason) => {
    await writeStored(sessionKey(NAME), await file());
    await expectRefused(reason);
  });

  it.each([
    ['is missing', async (part: string[]) => removeStored([part]), /a part of it is missing/],
    ['is another', async (part: string[]) => replaceStored(part, new Blob(['other'])), /a part of it can't be read/],
  ])('because a part of it %s is left out, which says why', async (_, damage, reason) => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    await before.save();
    await before.close();
    const part = (await storedKeys('part')).find(isOfSession);
    await damage(part ?? []);
    await expectRefused(reason);
  });

  async function expectRefused(reason: RegExp): Promise<void> {
    const refused: string[] = [];
    const sandbox = await Sandbox.create({
      assets: ASSETS,
      ...PERSISTED,
      onProgress: (progress) => progress.step === 'snapshot-refused' && refused.push(progress.reason),
    });
    onTestFinished(() => sandbox.close());
    expect(refused.join()).toMatch(reason);
    expect(sandbox.resumed).toBe(false);
    expect((await sandbox.run('print("kept" in globals())')).output).toBe('False\n');
  }
});
