/** What is stored of a session under its name: how it was, and the parts in which the chunks of its packed snapshot are. */
import * as v from 'valibot';
import { SnapshotError } from '../../errors.ts';
import { type CheckpointHeader, headerFields } from './checkpointFile.ts';

const FORMAT = 1;
/** Characters of a hash, and of the identifier of a part. */
const MAX_NAME = 64;
/** Files of one part. */
const MAX_FILES = 1000;

/** A chunk: its hash, its bytes, the index of its part, and its place in there. */
export type StoredChunk = [hash: string, size: number, part: number, offset: number];

/** Chunks, one after the other, in gzip. */
export interface StoredPart {
  id: string;
  /** The number of files that it is in. */
  files: number;
  /** Bytes that it takes in the browser's storage. */
  size: number;
  /** Bytes of all chunks in it, also of those that the session does not have any more. */
  unpacked: number;
}

export interface SessionManifest {
  header: Omit<CheckpointHeader, 'payload'>;
  parts: StoredPart[];
  /** In order. */
  chunks: StoredChunk[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(MAX_NAME));

const manifestShape: v.GenericSchema<unknown, SessionManifest> = v.pipe(
  v.object({
    header: v.object(headerFields),
    parts: v.array(v.object({ id: name, files: v.pipe(count, v.maxValue(MAX_FILES)), size: count, unpacked: count })),
    chunks: v.array(v.strictTuple([name, count, count, count])),
  }),
  v.check(({ parts, chunks }) => chunks.every(([, , part]) => part < parts.length), 'A part is missing'),
);

export function writeManifest(manifest: SessionManifest): Blob {
  return new Blob([JSON.stringify({ format: FORMAT, ...manifest })], { type: 'application/json' });
}

/** @throws SnapshotError that says what was expected and found */
export async function readManifest(file: Blob): Promise<SessionManifest> {
  let read: unknown;
  try {
    read = JSON.parse(await file.text());
    const { format } = v.parse(v.object({ format: v.number() }), read);
    if (format === FORMAT) return v.parse(manifestShape, read);
  } catch (error) {
    throw new SnapshotError("The stored session is damaged: its description can't be read.", { cause: error });
  }
  throw new SnapshotError(`The stored session can't be read: expected format ${FORMAT}, got another.`);
}
