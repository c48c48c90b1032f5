/** What it takes to have an interpreter: the first, another, and one in the place of one that had to be killed. */

import { clear, createStore, keys } from 'idb-keyval';
import { Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';
import { GRACE } from '../../../src/protocol.ts';
import { type Row, time, wait } from './measure.ts';
import { Stock } from './stock.ts';

const ASSETS = '/pyodide/';
/** What the browser has stored of sandboxes. */
const STORED = createStore('glovebox-files', 'files');
const TINY = '1 + 1';
const TIMES = 10;
/** One right after the other: no spare has been made in between. */
const RESETS = 20;
/** Never looks up, so that its worker has to be ended. */
const STUBBORN = 'import itertools\nany(itertools.repeat(False))';
const TIMEOUT = 200;
/** Milliseconds in which a page that has nothing to do makes up for the spare that was used, and captures the session. */
const REFILL_TIME = 1_200;
/** Milliseconds in which the browser must have stored what a visit leaves, on the slowest of machines. */
const KEEPING_TIME = 60_000;

export const whenRefilled = () => wait(REFILL_TIME);

export function interpreterRows(): Row[] {
  return [
    {
      name: 'boot-first',
      against: 'stock Pyodide, until 1 + 1 is there',
      target: { ratio: 1 },
      times: TIMES,
      open: bootFirst,
    },
    {
      name: 'boot-later',
      against: 'stock Pyodide, until 1 + 1 is there',
      target: { ratio: 0.12 },
      times: TIMES,
      open: bootLater,
    },
    {
      name: 'interpreter-new',
      against: 'stock Pyodide, until 1 + 1 is there',
      target: { ratio: 0.02 },
      times: TIMES,
      open: newInterpreter,
    },
    {
      name: 'own-frame',
      against: 'stock Pyodide, until 1 + 1 is there',
      times: TIMES,
      open: newFrame,
    },
    {
      name: 'reset',
      against: 'stock Pyodide, ended and booted again',
      target: { ratio: 0.05 },
      times: RESETS,
      open: reset,
    },
    {
      name: 'recover',
      against: 'stock Pyodide, ended and booted again',
      target: { ratio: 0.1 },
      times: TIMES,
      open: recover,
    },
  ];
}

async function bootFirst() {
  return {
    ours: timeFirstVisit,
    reference: stockBoot,
    async close() {},
  };
}

/** Nothing is open but what an earlier visit left in the browser. */
async function bootLater() {
  await forgetAll();
  const visit = await Sandbox.create({ assets: ASSETS });
  // The engine, and a snapshot.
  await whenKept(2);
  await visit.close();
  return {
    ours: timeFirstRun,
    reference: stockBoot,
    async close() {},
  };
}

/**
 * Waits until the browser keeps so much.
 *
 * @throws Error if it does not in a minute
 */
export async function whenKept(count: number): Promise<void> {
  const began = performance.now();
  let kept: IDBValidKey[] = [];
  while (performance.now() - began < KEEPING_TIME) {
    kept = await keys(STORED);
    if (kept.length >= count) return;
    await wait(100);
  }
  throw new Error(`The browser keeps less than ${count} files: ${kept.join(', ') || 'none'}.`);
}

async function newInterpreter() {
  const open = await Sandbox.create({ assets: ASSETS });
  return {
    async ours() {
      await whenRefilled();
      return timeFirstRun();
    },
    reference: stockBoot,
    close: () => open.close(),
  };
}

/** The browser has what an earlier frame of a sandbox's own has left. */
async function newFrame() {
  await forgetAll();
  const visit = await Sandbox.create({ assets: ASSETS, isolation: 'frame' });
  await whenKept(2);
  await visit.close();
  return {
    ours: () => timeFirstRun({ isolation: 'frame' }),
    reference: stockBoot,
    async close() {},
  };
}

/** The first is the first call of its page. */
async function reset() {
  const sandbox = await Sandbox.create({ assets: ASSETS });
  return {
    ours: () =>
      time(async () => {
        await sandbox.reset();
        await sandbox.run(TINY);
      }),
    reference: stockBoot,
    close: () => sandbox.close(),
  };
}

async function recover() {
  const sandbox = await Sandbox.create({ assets: ASSETS });
  let stock = new Stock();
  return {
    async ours() {
      await sandbox.run('kept = 1');
      await whenRefilled();
      const all = await time(async () => {
        const { recovery } = await sandbox.run(STUBBORN, { timeout: TIMEOUT });
        if (!recovery?.undone) throw new Error('The run was ended without its worker.');
        await sandbox.run(TINY);
      });
      // The worker was ended no earlier than that: what is left is the most that it can have taken.
      return all - TIMEOUT - GRACE;
    },
    async reference() {
      await stock.run(TINY);
      return time(() => {
        stock.end();
        stock = new Stock();
        return stock.run(TINY);
      });
    },
    async close() {
      await sandbox.close();
      stock.end();
    },
  };
}

/** The time until the first sandbox of a first visit has its first result. */
export async function timeFirstVisit(): Promise<number> {
  await forgetAll();
  return timeFirstRun();
}

/** The time until a new sandbox has its first result. */
async function timeFirstRun(options: SandboxOptions = {}): Promise<number> {
  let sandbox: Sandbox | undefined;
  const taken = await time(async () => {
    sandbox = await Sandbox.create({ assets: ASSETS, ...options });
    await sandbox.run(TINY);
  });
  await sandbox?.close();
  return taken;
}

async function stockBoot(): Promise<number> {
  let stock: Stock | undefined;
  const taken = await time(() => {
    stock = new Stock();
    return stock.run(TINY);
  });
  stock?.end();
  return taken;
}

/** What an earlier visit may have left for a later one. */
export async function forgetAll(): Promise<void> {
  await clear(STORED);
}
