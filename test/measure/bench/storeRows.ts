/** How long the page's thread is held up while the browser stores a session. */
import { Sandbox } from '../../../src/entries/index.ts';
import { type Row, type Ways, wait } from './measure.ts';

const NAME = 'stored by the bench';
const MEGABYTE = 1024 ** 2;
/** Bytes that no compression makes fewer. */
const SIZE = 100 * MEGABYTE;
const FILL = `
import random
data = bytearray(${SIZE})
for start in range(0, len(data), ${MEGABYTE}):
    data[start : start + ${MEGABYTE}] = random.randbytes(${MEGABYTE})
`;
const CHANGE = `data[:${MEGABYTE}] = random.randbytes(${MEGABYTE})`;
/** Milliseconds after its start in which a page makes itself ready for later sessions. */
const WARM_UP = 4_000;
/** Milliseconds from which on a task is a long one. @see https://www.w3.org/TR/longtasks/ */
const LONG_TASK = 50;

export function storeRows(): Row[] {
  const against = 'a task of 50 ms';
  return [
    { name: 'store-first', against, target: { ratio: 1 }, times: 3, isApart: true, open: async () => storeNew() },
    { name: 'store-again', against, target: { ratio: 1 }, times: 5, open: storeChanged },
  ];
}

function storeNew(): Ways {
  return {
    async ours() {
      const sandbox = await openSession();
      const longest = await longestWait(() => sandbox.save());
      await sandbox.close();
      return longest;
    },
    reference: longTask,
    close: () => Sandbox.forget(NAME),
  };
}

async function storeChanged(): Promise<Ways> {
  const sandbox = await openSession();
  await sandbox.save();
  return {
    async ours() {
      await succeed(sandbox, CHANGE);
      return longestWait(() => sandbox.save());
    },
    reference: longTask,
    async close() {
      await sandbox.close();
      await Sandbox.forget(NAME);
    },
  };
}

async function openSession(): Promise<Sandbox> {
  await Sandbox.forget(NAME);
  const sandbox = await Sandbox.create({ assets: '/pyodide/', persist: NAME });
  await wait(WARM_UP);
  await succeed(sandbox, FILL);
  return sandbox;
}

async function succeed(sandbox: Sandbox, code: string): Promise<void> {
  const { error } = await sandbox.run(code, { timeout: 120_000 });
  if (error) throw new Error(error.traceback);
}

function longTask(): Promise<number> {
  return longestWait(async () => {
    await new Promise((resolve) => setTimeout(resolve));
    const started = performance.now();
    while (performance.now() - started < LONG_TASK);
    await new Promise((resolve) => setTimeout(resolve));
  });
}

/**
 * Gives the longest time, in milliseconds, that a timer waits for its turn while something is done. Chromium alone reports long tasks, and none
 * below 50 ms; and a message would go by way of another process in Firefox.
 */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  });
  await work();
  clearInterval(timer);
  return longest;
}
