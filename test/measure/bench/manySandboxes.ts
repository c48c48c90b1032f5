/** What several sandboxes cost in one page. */
import { Sandbox } from '../../../src/entries/index.ts';
import { type Row, time, type Ways } from './measure.ts';
import { Stock } from './stock.ts';

const CROWDS = [1, 2, 4, 8];
const TINY = '1 + 1';
const LOOP = 'total = 0\nfor n in range(1_000_000): total += n * n';
const COUNTED = 4;
const MEGABYTE = 1_000_000;

declare global {
  /** Bytes that the browser's processes of pages hold, where the machine says so. @see ../processMemory.ts */
  var browserMemory: (() => Promise<number>) | undefined;
}

/** Without a way to ask for the browser's memory there is no row `memory`. */
export function crowdRows(): Row[] {
  const scale = CROWDS.map((size) => ({
    name: `scale-${size}`,
    against: `stock Pyodide, ${size === 1 ? 'one worker' : `${size} workers at once`}`,
    times: 10,
    open: () => runInCrowd(size),
  }));
  const { browserMemory } = globalThis;
  if (!browserMemory) return scale;
  const memory: Row = {
    name: 'memory',
    against: 'a worker with stock Pyodide',
    unit: 'MB',
    target: { ratio: 1 },
    // What a worker takes differs by a third from one to the next.
    times: 20,
    open: () => holdCrowd(browserMemory),
  };
  return [...scale, memory];
}

/** The same loop in each of them at once. */
async function runInCrowd(size: number): Promise<Ways> {
  const sandboxes = await createSandboxes(size);
  const stock = Array.from({ length: size }, () => new Stock());
  return {
    ours: () => time(() => Promise.all(sandboxes.map((sandbox) => sandbox.run(LOOP)))),
    reference: () => time(() => Promise.all(stock.map((each) => each.run(LOOP)))),
    async close() {
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
      for (const each of stock) each.end();
    },
  };
}

async function holdCrowd(browserMemory: () => Promise<number>): Promise<Ways> {
  // The page's own, which it has anyway: code, the snapshot, the frame.
  const first = await createSandboxes(1);
  return {
    async ours() {
      const before = await browserMemory();
      const sandboxes = await createSandboxes(COUNTED);
      const after = await browserMemory();
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
      return (after - before) / COUNTED / MEGABYTE;
    },
    async reference() {
      const before = await browserMemory();
      const stock = Array.from({ length: COUNTED }, () => new Stock());
      await Promise.all(stock.map((each) => each.run(TINY)));
      const after = await browserMemory();
      for (const each of stock) each.end();
      return (after - before) / COUNTED / MEGABYTE;
    },
    async close() {
      await Promise.all(first.map((sandbox) => sandbox.close()));
    },
  };
}

/** Without spares, which would be counted in. */
async function createSandboxes(size: number): Promise<Sandbox[]> {
  const sandboxes = await Promise.all(
    Array.from({ length: size }, () => Sandbox.create({ assets: '/pyodide/', prewarm: 0, checkpointMemory: 0 })),
  );
  await Promise.all(sandboxes.map((sandbox) => sandbox.run(TINY)));
  return sandboxes;
}
