/** Files as `Checkpoint.toBlob()` gives them, with anything in them: mark, format, hashes and checksum are right. */
import {
  type CheckpointHeader,
  readCheckpointFile,
  writeCheckpointFile,
} from '../../src/sandbox/storage/checkpointFile.ts';
import { checksum } from '../../worker/snapshot/checksum.ts';

/** Bytes of a payload's length and checksum, and where its checksum is. */
const START = 8;
const CHECKSUM_START = 4;

/** What a frame packed: what its beginning says of it, as JSON, and what comes after. */
export interface Payload {
  description: Record<string, unknown>;
  rest: Uint8Array<ArrayBuffer>;
}

export async function readPayload(checkpoint: Blob): Promise<{ header: CheckpointHeader; payload: Payload }> {
  const { header, payload } = await readCheckpointFile(checkpoint);
  const unpacked = new Blob([payload]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = await new Response(unpacked).arrayBuffer();
  const end = START + new DataView(bytes).getUint32(0);
  const text = new TextDecoder().decode(bytes.slice(START, end));
  return { header, payload: { description: JSON.parse(text), rest: new Uint8Array(bytes, end) } };
}

/** @param description as JSON, for what an object cannot say */
export async function forgePayload(description: string, rest: BlobPart): Promise<ArrayBuffer> {
  const encoded = new TextEncoder().encode(description);
  const bytes = await new Blob([new ArrayBuffer(START), encoded, rest]).arrayBuffer();
  const start = new DataView(bytes);
  start.setUint32(0, encoded.length);
  start.setUint32(CHECKSUM_START, checksum(bytes, START));
  return bytes;
}

/** @param changes to the header, where it is to lie as well */
export function forgeCheckpoint(header: CheckpointHeader, payload: ArrayBuffer, changes: object = {}): Promise<Blob> {
  return writeCheckpointFile({ ...header, ...changes }, payload);
}

export async function gzip(bytes: BlobPart): Promise<ArrayBuffer> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}
