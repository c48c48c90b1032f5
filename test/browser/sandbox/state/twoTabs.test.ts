import { expect, it, onTestFinished, vi } from 'vitest';
import { keepEngine } from '../freshSandbox.ts';
import { PATIENCE } from './patience.ts';
import { forgetKept, kept, replaceStored, storedFile, visit } from './visit.ts';

keepEngine();

/** What a first visit leaves for the next one. */
async function leftByVisit() {
  await forgetKept();
  await visit(async () => {
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
  });
  const [key] = await kept();
  if (!key) throw new Error('Nothing was kept.');
  return { key, file: await storedFile(key), lock: `glovebox ${key.join(' ')}` };
}

it('of two tabs that start at once, one stores the snapshot for later visits, and the other leaves it as it is', async () => {
  const { key, file, lock } = await leftByVisit();
  await forgetKept();
  const otherTab = Promise.withResolvers<void>();
  onTestFinished(() => otherTab.resolve());
  const ended = navigator.locks.request(lock, () => otherTab.promise);
  await visit(async () => {
    const waiting = async () => (await navigator.locks.query()).pending?.some(({ name }) => name === lock);
    await vi.waitFor(async () => expect(await waiting()).toBe(true), PATIENCE);
    expect(await kept()).toEqual([]);
    await replaceStored(key, file);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    onTestFinished(() => put.mockRestore());
    otherTab.resolve();
    await ended;
    // Its turn has come and gone.
    await navigator.locks.request(lock, () => {});
    expect(put).not.toHaveBeenCalled();
  });
});
