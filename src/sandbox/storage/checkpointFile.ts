/** A checkpoint as one file: a mark, the format's number, a JSON header with its hash, and the frame's packed bytes, which are opaque here. */
import * as v from 'valibot';
import { SnapshotError } from '../../errors.ts';
import type { Build } from '../../protocol.ts';
import { MAX_CHECKPOINT_SIZE } from '../limits.ts';
import { sha256 } from '../packages/integrity.ts';

const MAGIC = 'GLOVEBOX';
const FORMAT = 3;
/** Bytes of the mark, of each number (the format's and the header's length), and of the header's hash. */
const MAGIC_SIZE = 8;
const NUMBER_SIZE = 4;
const HASH_SIZE = 64;
const HASH_START = MAGIC_SIZE + 2 * NUMBER_SIZE;
const HEADER_START = HASH_START + HASH_SIZE;
/** Bytes that are read first: nearly always the whole header. */
const USUAL_START = 4096;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(64 * 1024));

export interface CheckpointHeader {
  /** The build that made it, and that alone can restore it. */
  build: Build;
  /** Of Python, such as `3.14.2`. */
  python: string;
  /** Bytes of memory and of files. */
  size: number;
  /** Sentences on what could not be captured. */
  lost: string[];
  /** The number of the session's last run. */
  runs: number;
  /** The packages that are installed, by canonical name. */
  packages: string[];
  /** The bytes that the frame packed. */
  payload: { size: number; sha256: string };
}

/** The fields of a header, except for the payload. */
export const headerFields = {
  build: v.object({ pyodide: text, id: text, harness: text, suspends: v.boolean() }),
  python: text,
  size: v.pipe(count, v.maxValue(MAX_CHECKPOINT_SIZE)),
  lost: v.array(text),
  runs: count,
  packages: v.array(text),
};
const headerShape: v.GenericSchema<unknown, CheckpointHeader> = v.object({
  ...headerFields,
  payload: v.object({ size: count, sha256: text }),
});

/** Tells whether a file begins as a checkpoint does. */
export async function isCheckpointFile(file: Blob): Promise<boolean> {
  return (await file.slice(0, MAGIC_SIZE).text()) === MAGIC;
}

export async function writeCheckpointFile(
  header: Omit<CheckpointHeader, 'payload'>,
  payload: ArrayBuffer,
): Promise<Blob> {
  const described = { ...header, payload: { size: payload.byteLength, sha256: await sha256(payload) } };
  const encoded = new TextEncoder().encode(JSON.stringify(described));
  const numbers = new DataView(new ArrayBuffer(2 * NUMBER_SIZE));
  numbers.setUint32(0, FORMAT);
  numbers.setUint32(NUMBER_SIZE, encoded.length);
  return new Blob([MAGIC, numbers, await sha256(encoded.slice().buffer), encoded, payload], {
    type: 'application/octet-stream',
  });
}

/** @throws SnapshotError that says what was expected and found, if this is no checkpoint, or is damaged */
export async function readCheckpointFile(blob: Blob): Promise<{ header: CheckpointHeader; payload: ArrayBuffer }> {
  const { header, payload: file } = await openCheckpointFile(blob);
  const payload = await file.arrayBuffer();
  const found = await sha256(payload);
  if (found !== header.payload.sha256) {
    throw new SnapshotError(`The checkpoint is damaged: expected sha256 ${header.payload.sha256}, got ${found}.`);
  }
  return { header, payload };
}

/**
 * Reads only the header. A damaged payload is noticed when it is read.
 *
 * @throws SnapshotError that says what was expected and found, if this is no checkpoint, or of another size
 */
export async function openCheckpointFile(blob: Blob): Promise<{ header: CheckpointHeader; payload: Blob }> {
  const start = await blob.slice(0, USUAL_START).arrayBuffer();
  const mark = new TextDecoder().decode(start.slice(0, MAGIC_SIZE));
  if (mark !== MAGIC || start.byteLength < HEADER_START) {
    throw new SnapshotError(
      `This is no checkpoint: expected a file that begins with ${MAGIC}, got ${JSON.stringify(mark)}.`,
    );
  }
  const numbers = new DataView(start, MAGIC_SIZE, 2 * NUMBER_SIZE);
  const format = numbers.getUint32(0);
  if (format !== FORMAT)
    throw new SnapshotError(`This checkpoint can't be read: expected format ${FORMAT}, got format ${format}.`);
  const end = HEADER_START + numbers.getUint32(NUMBER_SIZE);
  const encoded = end <= start.byteLength ? start : await blob.slice(0, end).arrayBuffer();
  const header = await readHeader(encoded.slice(HEADER_START, end), encoded.slice(HASH_START, HEADER_START));
  const size = end + header.payload.size;
  if (blob.size !== size) {
    throw new SnapshotError(`The checkpoint is damaged: expected ${size} bytes, got ${blob.size}.`);
  }
  return { header, payload: blob.slice(end) };
}

async function readHeader(encoded: ArrayBuffer, hash: ArrayBuffer): Promise<CheckpointHeader> {
  const expected = new TextDecoder().decode(hash);
  const found = await sha256(encoded);
  if (found !== expected) {
    throw new SnapshotError(`The checkpoint is damaged: expected a header with sha256 ${expected}, got ${found}.`);
  }
  try {
    return v.parse(headerShape, JSON.parse(new TextDecoder().decode(encoded)));
  } catch (error) {
    throw new SnapshotError("The checkpoint is damaged: its header can't be read.", { cause: error });
  }
}
