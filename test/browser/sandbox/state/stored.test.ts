// @module-tag long
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Checkpoint, Sandbox, type SandboxOptions } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox, keepEngine } from '../freshSandbox.ts';
import { holdWrites } from './holdWrites.ts';
import { PATIENCE } from './patience.ts';
import { storedOutput } from './storedOutput.ts';

keepEngine();

describe('a session with a name', () => {
  const NAME = 'test session';
  const PERSISTED: SandboxOptions = { persist: NAME };
  beforeEach(() => Sandbox.forget(NAME));

  /** Waits until a session that goes on from what is stored shows `shown` for `code`. */
  const isStored = (code: string, shown: string) =>
    vi.waitFor(async () => expect(await storedOutput(NAME, code)).toBe(shown), { timeout: PATIENCE, interval: 1_000 });

  it('goes on where it was when the page was left', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = [1, 2]\nopen("file.txt", "w").write("kept");');
    await before.save();
    await before.close();
    const after = await freshSandbox(PERSISTED);
    expect((await after.run('kept, open("file.txt").read()')).output).toBe("([1, 2], 'kept')\n");
    expect((await after.run('1')).run).toBe(3);
    expect([before.resumed, after.resumed]).toEqual([false, true]);
  });

  it('is stored by itself', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    await isStored('kept', '1\n');
    await before.close();
  });

  it.each([
    ['a checkpoint', async (sandbox: Sandbox, checkpoint: Checkpoint) => sandbox.restore(checkpoint)],
    ['before a run', async (sandbox: Sandbox) => sandbox.rewind()],
  ])('that went back to %s is stored as it is then', async (_, goBack) => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    using checkpoint = await before.checkpoint();
    await before.run('kept = 2');
    await before.save();
    await goBack(before, checkpoint);
    await isStored('kept', '1\n');
    await before.close();
  });

  it('is listed by Sandbox.list() with its size and date, until it is forgotten', async () => {
    const since = Date.now();
    const before = await freshSandbox(PERSISTED);
    await before.run('kept = 1');
    await before.save();
    const listed = (await Sandbox.list()).find(({ name }) => name === NAME);
    expect(listed?.size).toBeGreaterThan(0);
    expect(listed?.storedAt.getTime()).toBeGreaterThanOrEqual(since);
    await before.close();
    await Sandbox.forget(NAME);
    expect((await Sandbox.list()).map(({ name }) => name)).not.toContain(NAME);
  });

  it('is forgotten by reset(), and by Sandbox.forget()', async () => {
    for (const forget of [(sandbox: Sandbox) => sandbox.reset(), () => Sandbox.forget(NAME)]) {
      const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
      await before.run('kept = 1');
      await before.save();
      await forget(before);
      await before.close();
      await using after = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
      expect((await after.run('kept')).error?.type).toBe('NameError');
    }
  });

  it('stays forgotten when it was just being written', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    onTestFinished(() => put.mockRestore());
    const saving = before.save();
    await vi.waitFor(() => expect(put).toHaveBeenCalled(), { timeout: PATIENCE, interval: 1 });
    await before.reset();
    await Promise.allSettled([saving]);
    await before.close();
    const after = await freshSandbox(PERSISTED);
    expect(after.resumed).toBe(false);
  });

  it('is the newest, even if it took longer to store an older one', async () => {
    const before = await Sandbox.create({ assets: ASSETS, ...PERSISTED });
    await before.run('kept = 1');
    const { isWriting, letGo } = holdWrites();
    const first = before.save();
    await vi.waitFor(() => expect(isWriting()).toBe(true), PATIENCE);
    await before.run('kept = 2');
    const second = before.save();
    letGo();
    await Promise.all([first, second]);
    await before.close();
    const after = await freshSandbox(PERSISTED);
    expect((await after.run('kept')).output).toBe('2\n');
  });

  it('that there is no room for says so, and the sandbox works on', async () => {
    const refused: string[] = [];
    const sandbox = await freshSandbox({
      ...PERSISTED,
      onProgress: (progress) => progress.step === 'snapshot-refused' && refused.push(progress.reason),
    });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('Quota exceeded.', 'QuotaExceededError');
    });
    onTestFinished(() => put.mockRestore());
    await sandbox.run('kept = 1');
    await expect(sandbox.save()).rejects.toThrow(/no room left for this site/);
    await sandbox.run('kept += 1');
    await vi.waitFor(() => expect(refused.join()).toMatch(/no room left for this site/), PATIENCE);
    expect((await sandbox.run('kept')).output).toBe('2\n');
  });

  it('that cannot be restored says why, and the sandbox begins without it', async () => {
    const before = await Sandbox.create({ assets: '/pyodide029/', ...PERSISTED });
    await before.run('kept = 1');
    await before.save();
    await before.close();
    const refused: string[] = [];
    const after = await freshSandbox({
      ...PERSISTED,
      onProgress: (progress) => progress.step === 'snapshot-refused' && refused.push(progress.reason),
    });
    expect(refused.join()).toMatch(/expected pyodide 0\.29/);
    expect(after.resumed).toBe(false);
    expect((await after.run('print(1)')).output).toBe('1\n');
  });
});
