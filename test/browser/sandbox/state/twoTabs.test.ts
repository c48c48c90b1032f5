import { expect, it, onTestFinished, vi } from 'vitest';
import { keepEngine } from '../freshSandbox.ts';
import { PATIENCE } from './patience.ts';
import { CACHE, forgetKept, kept, visit } from './visit.ts';

keepEngine();

/** What a first visit leaves for the next one. */
async function leftByVisit() {
  await forgetKept();
  await visit(async () => {
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), PATIENCE);
  });
  const [request] = await kept();
  const response = request && (await (await caches.open(CACHE)).match(request));
  if (!request || !response) throw new Error('Nothing was kept.');
  return { request, response };
}

it('of two tabs that start at once, one stores the snapshot for later visits, and the other leaves it as it is', async () => {
  const { request, response } = await leftByVisit();
  await forgetKept();
  const otherTab = Promise.withResolvers<void>();
  onTestFinished(() => otherTab.resolve());
  const ended = navigator.locks.request(request.url, () => otherTab.promise);
  await visit(async () => {
    const waiting = async () => (await navigator.locks.query()).pending?.some(({ name }) => name === request.url);
    await vi.waitFor(async () => expect(await waiting()).toBe(true), PATIENCE);
    expect(await kept()).toEqual([]);
    await (await caches.open(CACHE)).put(request, response);
    const put = vi.spyOn(Cache.prototype, 'put');
    onTestFinished(() => put.mockRestore());
    otherTab.resolve();
    await ended;
    // Its turn has come and gone.
    await navigator.locks.request(request.url, () => {});
    expect(put).not.toHaveBeenCalled();
  });
});
