/** What it takes to capture a session, to go back to it, and to make two of it. */
import { Sandbox } from '../../../src/entries/index.ts';
import { whenRefilled } from './interpreterRows.ts';
import { type Row, type Target, time } from './measure.ts';

/** Megabytes of an interpreter's memory before code has made anything of its own. */
const EMPTY_HEAP = 20;
const SIZES = [30, 100, 500];
const MEGABYTE = 1_000_000;

type Operation = (sandbox: Sandbox) => Promise<{ ours: () => Promise<number>; close: () => void }>;

/** Before a turn of those that need a spare there is a wait, so that they get fewer. */
const OPERATIONS: Record<string, { operation: Operation; times: number; largest?: Target }> = {
  checkpoint: { operation: checkpoint, times: 10 },
  restore: { operation: restore, times: 5, largest: { ratio: 3 } },
  fork: { operation: fork, times: 5, largest: { ratio: 3 } },
};

export function stateRows(): Row[] {
  return Object.entries(OPERATIONS).flatMap(([name, { operation, times, largest }]) =>
    SIZES.map((size) => ({
      name: `${name}-${size}`,
      against: `a copy of ${size} MB in the page`,
      ...(largest && size === Math.max(...SIZES) && { target: largest }),
      times,
      open: () => openSession(size, operation),
    })),
  );
}

async function openSession(size: number, operation: Operation) {
  // Without captures of its own: what is measured is the one that is asked for.
  const sandbox = await Sandbox.create({ assets: '/pyodide/', checkpointMemory: 0 });
  await sandbox.run(`heap = bytearray(b"x") * ${(size - EMPTY_HEAP) * MEGABYTE}`);
  const { ours, close } = await operation(sandbox);
  const source = new Uint8Array(size * MEGABYTE).fill(1);
  return {
    ours,
    reference: () => time(async () => new Uint8Array(source.length).set(source)),
    async close() {
      close();
      await sandbox.close();
    },
  };
}

/** Makes the session another one than the one that was captured last. */
const change = (sandbox: Sandbox) => sandbox.run('heap[0] ^= 1');

async function checkpoint(sandbox: Sandbox) {
  return {
    async ours() {
      await change(sandbox);
      let size = 0;
      const taken = await time(async () => {
        using captured = await sandbox.checkpoint();
        ({ size } = captured);
      });
      if (size === 0) throw new Error('The checkpoint is empty.');
      return taken;
    },
    close() {},
  };
}

async function restore(sandbox: Sandbox) {
  const captured = await sandbox.checkpoint();
  return {
    async ours() {
      await change(sandbox);
      await whenRefilled();
      return time(() => sandbox.restore(captured));
    },
    close: () => captured.release(),
  };
}

async function fork(sandbox: Sandbox) {
  return {
    async ours() {
      await change(sandbox);
      await whenRefilled();
      let made: Sandbox | undefined;
      const taken = await time(async () => {
        made = await sandbox.fork();
      });
      await made?.close();
      return taken;
    },
    close() {},
  };
}
