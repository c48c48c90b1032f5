/** Files as `Checkpoint.toBlob()` gives them, with anything in them: mark, format, hashes and checksum are right. */
import {
  type CheckpointHeader,
  readCheckpointFile,
  writeCheckpointFile,
} from '../../src/sandbox/storage/checkpointFile.ts';
import { checksum } from '../../worker/snapshot/checksum.ts';

/** Bytes of the lengths of a payload's three pieces and of their checksums, and of each number. */
const START = 24;
const NUMBER = 4;
const WORD = 8;

/** What a frame packed: what its beginning says of it, as JSON, and the pieces that come after. */
export interface Payload {
  description: Record<string, unknown>;
  rest: Piece[];
}

type Piece = Uint8Array<ArrayBuffer>;

export async function readPayload(checkpoint: Blob): Promise<{ header: CheckpointHeader; payload: Payload }> {
  const { header, payload } = await readCheckpointFile(checkpoint);
  const unpacked = new Blob([payload]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = await new Response(unpacked).arrayBuffer();
  let end = START;
  const pieces = [0, 1, 2].map((index) => {
    const size = new DataView(bytes).getUint32(index * NUMBER);
    end += size;
    return new Uint8Array(bytes, end - size, size);
  });
  const [description, ...rest] = pieces;
  return { header, payload: { description: JSON.parse(new TextDecoder().decode(description)), rest } };
}

/** @param description as JSON, for what an object cannot say */
export async function forgePayload(description: string, rest: Piece[]): Promise<ArrayBuffer> {
  const size = new TextEncoder().encode(description).byteLength;
  const encoded = new TextEncoder().encode(description + ' '.repeat(-size & (WORD - 1)));
  const pieces = [encoded, ...rest];
  const start = new DataView(new ArrayBuffer(START));
  for (const [index, piece] of pieces.entries()) {
    start.setUint32(index * NUMBER, piece.byteLength);
    // From the beginning of a buffer, as a checksum has to begin.
    start.setUint32((pieces.length + index) * NUMBER, checksum(piece.slice()));
  }
  return new Blob([start.buffer, ...pieces]).arrayBuffer();
}

/** @param changes to the header, where it is to lie as well */
export function forgeCheckpoint(header: CheckpointHeader, payload: ArrayBuffer, changes: object = {}): Promise<Blob> {
  return writeCheckpointFile({ ...header, ...changes }, payload);
}

export async function gzip(bytes: BlobPart): Promise<ArrayBuffer> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}
