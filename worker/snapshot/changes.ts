import { nextTask } from '../common/nextTask.ts';
import { contentHash } from './contentHash.ts';
import { gzip, layOut } from './pack.ts';
import type { Snapshot } from './snapshot.ts';

/** Bytes that are looked at in one task: in some browsers the frame works in the thread of the page. */
const PER_TASK = 1024 ** 2;

/** A packed snapshot, of which the chunks are left out that somebody has. */
export interface Changes {
  /** All of its chunks, in order: the hash of each, and its bytes. */
  chunks: [hash: string, size: number][];
  /** The chunks that nobody has, in order and each once, in gzip. */
  bytes: ArrayBuffer;
}

/** @param known hashes of the chunks that are left out */
export async function packChanges(snapshot: Snapshot, known: readonly string[]): Promise<Changes> {
  const { bytes, chunkSizes } = await layOut(snapshot);
  const seen = new Set(known);
  const chunks: Changes['chunks'] = [];
  const added: Uint8Array<ArrayBuffer>[] = [];
  let start = 0;
  let pause = PER_TASK;
  for (const size of chunkSizes) {
    const chunk = new Uint8Array(bytes, start, size);
    const hash = contentHash(chunk);
    chunks.push([hash, size]);
    if (!seen.has(hash)) added.push(chunk);
    seen.add(hash);
    start += size;
    if (start < pause) continue;
    pause = start + PER_TASK;
    await nextTask();
  }
  return { chunks, bytes: await gzip(added) };
}
