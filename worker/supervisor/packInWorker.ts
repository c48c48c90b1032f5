import type { Packed, Packing } from '../snapshot/packReceived.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { SnapshotStore } from '../snapshot/store.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';
import type { WorkerProgram } from './workerScript.ts';

/**
 * Packs a snapshot in a worker of its own, which takes seconds for some: the frame's thread is the page's in some browsers.
 *
 * @param store sends the worker the snapshot's bytes
 * @throws Error that says why it can't be packed
 */
export async function packInWorker<Kind extends Packing['kind']>(
  program: WorkerProgram,
  store: SnapshotStore,
  snapshot: Snapshot,
  packing: Packing & { kind: Kind },
): Promise<Packed & { kind: Kind }> {
  const worker = program.start();
  try {
    return await new Promise((resolve, reject) => {
      program.onFailure(worker, (message) => reject(new Error(message)));
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (data.type !== 'packed') return;
        if ('refused' in data.packed) reject(new Error(data.packed.refused));
        else resolve(data.packed as Packed & { kind: Kind });
      });
      const message: ToWorker = { type: 'pack', packing, ...store.sendTo(worker, snapshot) };
      worker.postMessage(message, 'files' in packing ? [packing.files] : []);
    });
  } finally {
    worker.terminate();
  }
}
