import { type Chunks, packChanges } from './changes.ts';
import { pack } from './pack.ts';
import { type Peer, receivePieces } from './pieces.ts';
import { join, type SeparateSnapshot, separateSize } from './snapshot.ts';

/** How a snapshot is packed: as in {@link pack}, or as in {@link packChanges}. */
export type Packing =
  | { kind: 'whole'; compress: boolean }
  /** `files`: where those with the chunks go, and `null` at the end. Each is answered before the next is made. */
  | { kind: 'changes'; known: string[]; files: MessagePort };

export type Packed = { kind: 'whole'; bytes: ArrayBuffer } | { kind: 'changes'; chunks: Chunks };

/** Packs a snapshot whose bytes the supervisor sends. */
export async function packReceived(separate: SeparateSnapshot, packing: Packing, supervisor: Peer): Promise<Packed> {
  const bytes = new Uint8Array(separateSize(separate));
  await receivePieces(bytes.length, supervisor, (piece, start) => bytes.set(piece, start));
  const snapshot = join(separate, bytes.buffer);
  if (packing.kind === 'whole') return { kind: 'whole', bytes: await pack(snapshot, packing.compress) };
  const { known, files } = packing;
  const chunks = await packChanges(snapshot, known, (file) => sendAnswered(files, file));
  await sendAnswered(files, null);
  return { kind: 'changes', chunks };
}

/** Sends a file, and waits until it has been received: several at once would hold the page's thread up, and a worker that ends may lose them. */
function sendAnswered(files: MessagePort, file: Blob | null): Promise<void> {
  return new Promise((resolve) => {
    files.onmessage = () => resolve();
    files.postMessage(file);
  });
}
