import { type Chunks, packChanges } from './changes.ts';
import { pack } from './pack.ts';
import { type Peer, receivePieces } from './pieces.ts';
import { join, type SeparateSnapshot, separateSize } from './snapshot.ts';

/** How a snapshot is packed: as in {@link pack}, or as in {@link packChanges}. */
export type Packing = { kind: 'whole'; compress: boolean } | { kind: 'changes'; known: string[] };

export type Packed = { kind: 'whole'; bytes: ArrayBuffer } | { kind: 'changes'; chunks: Chunks };

/**
 * Packs a snapshot whose bytes the supervisor sends.
 *
 * @param onFile as in {@link packChanges}
 */
export async function packReceived(
  separate: SeparateSnapshot,
  packing: Packing,
  supervisor: Peer,
  onFile: (file: Blob) => void,
): Promise<Packed> {
  const bytes = new Uint8Array(separateSize(separate));
  await receivePieces(bytes.length, supervisor, (piece, start) => bytes.set(piece, start));
  const snapshot = join(separate, bytes.buffer);
  if (packing.kind === 'whole') return { kind: 'whole', bytes: await pack(snapshot, packing.compress) };
  return { kind: 'changes', chunks: await packChanges(snapshot, packing.known, onFile) };
}
