import { contentHash } from './contentHash.ts';
import { gzip, layOut } from './pack.ts';
import type { Contents, Snapshot } from './snapshot.ts';

/** Bytes that become a blob together. Browsers copy them in the thread of the page, some all that there is in one go. */
const BLOB_SIZE = 2 * 1024 ** 2;
/** Blobs of one file, 8 MiB together: WebKit holds up the page while it stores one of 16 MiB, and browsers refuse some of 100 MB. */
const BLOBS = 4;

/** The chunks of a packed snapshot, in order: the hash of each, and its bytes. */
export type Chunks = [hash: string, size: number][];

/**
 * Packs a snapshot without the chunks that somebody has.
 *
 * @param known hashes of those
 * @param onFile is given files with the other chunks, in order and each once, in gzip that goes on from file to file; the next is made when it
 *   resolves
 */
export async function packChanges(
  snapshot: Snapshot,
  known: readonly string[],
  onFile: (file: Blob) => Promise<void>,
): Promise<Chunks> {
  const { bytes, chunkSizes } = layOut(snapshot);
  const seen = new Set(known);
  const chunks: Chunks = [];
  const added: Contents[] = [];
  let start = 0;
  for (const size of chunkSizes) {
    const chunk = new Uint8Array(bytes, start, size);
    const hash = contentHash(chunk);
    chunks.push([hash, size]);
    if (!seen.has(hash)) added.push(chunk);
    seen.add(hash);
    start += size;
  }
  if (added.length > 0) await makeFiles(gzip(added), onFile);
  return chunks;
}

/** Makes each blob while the next is compressed, so that other tasks have their turn between them. */
async function makeFiles(stream: ReadableStream<Contents>, onFile: (file: Blob) => Promise<void>): Promise<void> {
  const reader = stream.getReader();
  let blobs: Blob[] = [];
  let chunks: Contents[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    size += read.value.byteLength;
    if (size < BLOB_SIZE) continue;
    blobs.push(new Blob(chunks));
    chunks = [];
    size = 0;
    if (blobs.length < BLOBS) continue;
    await onFile(new Blob(blobs));
    blobs = [];
  }
  await onFile(new Blob([...blobs, ...chunks]));
}
