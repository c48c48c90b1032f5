import { SnapshotError } from '../../errors.ts';
import type { SnapshotChanges } from '../frame/snapshotHandle.ts';
import {
  listParts,
  makeRoom,
  partKey,
  readStored,
  removeParts,
  removeStoredSession,
  sessionKey,
  writeStored,
} from './browserStorage.ts';
import { type CheckpointHeader, isCheckpointFile, readCheckpointFile } from './checkpointFile.ts';
import {
  readManifest,
  type SessionManifest,
  type StoredChunk,
  type StoredPart,
  writeManifest,
} from './sessionManifest.ts';

/** Parts of a session. If it has more, the smaller ones are written again as one. */
const MAX_PARTS = 24;
/** Parts of which less than this is still used are written again, without the rest. */
const MIN_USED = 0.5;

/** A session to be stored. */
interface SessionSource {
  header: Omit<CheckpointHeader, 'payload'>;
  /** Gives its packed snapshot in chunks, without the bytes of those that are `known`. */
  exportChanges(known: string[]): Promise<SnapshotChanges>;
}

/**
 * What the browser stores of one session. Each write adds a part with the chunks that are new, and then replaces the list of all chunks, so that
 * a page that dies in between leaves the state before. What the list does not name any more is removed last.
 */
export class SessionFiles {
  readonly #name: string;
  /** What was read or written last. */
  #manifest: SessionManifest | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Reads the session; `undefined` if there is none.
   *
   * @throws SnapshotError that says what was expected and found, if it is damaged
   */
  async read(): Promise<{ header: Omit<CheckpointHeader, 'payload'>; payload: ArrayBuffer } | undefined> {
    const file = await readStored(sessionKey(this.#name));
    if (!file) return undefined;
    // Stored by a version that wrote the whole session each time.
    if (await isCheckpointFile(file)) return readCheckpointFile(file);
    const manifest = await readManifest(file);
    const parts = await Promise.all(manifest.parts.map((part) => this.#readPart(part)));
    this.#manifest = manifest;
    return { header: manifest.header, payload: joined(manifest.chunks, parts) };
  }

  /**
   * Stores the session. Of what was stored before, nothing is removed until the new state is whole.
   *
   * @param mayWrite is asked before the state is replaced, and throws if it must not be
   * @throws SnapshotError if the browser has no room for it, or its snapshot can't be exported
   */
  async write({ header, exportChanges }: SessionSource, mayWrite: () => Promise<void>): Promise<void> {
    const stored = await listParts(this.#name);
    const kept = keptOf(this.#manifest, stored);
    const known = [...kept.chunks.keys()];
    const { chunks, files } = await exportChanges(known);
    const part = {
      id: crypto.getRandomValues(new BigUint64Array(2)).join(''),
      files: files.length,
      size: files.reduce((sum, { size }) => sum + size, 0),
      unpacked: 0,
    };
    const manifest = combine(header, kept, part, chunks);
    const file = writeManifest(manifest);
    await mayWrite();
    await makeRoom(part.size + file.size);
    try {
      if (part.unpacked > 0) await this.#writePart(part, files);
      await mayWrite();
      const size = manifest.parts.reduce((sum, each) => sum + each.size, file.size);
      await writeStored(sessionKey(this.#name), file, size);
    } catch (error) {
      await removeParts(this.#name, filesOf(part));
      throw error;
    }
    this.#manifest = manifest;
    const named = new Set(manifest.parts.flatMap(filesOf));
    await removeParts(
      this.#name,
      stored.filter((each) => !named.has(each)),
    );
  }

  async remove(): Promise<void> {
    this.#manifest = undefined;
    await removeStoredSession(this.#name);
  }

  async #readPart(part: StoredPart): Promise<ArrayBuffer> {
    const files = await Promise.all(filesOf(part).map((file) => readStored(partKey(this.#name, file))));
    const found = files.filter((file) => file !== undefined);
    if (found.length < files.length) throw new SnapshotError('The stored session is damaged: a part of it is missing.');
    const whole = await unzip(new Blob(found));
    const { byteLength } = whole;
    if (byteLength === part.unpacked) return whole;
    throw new SnapshotError(`The stored session is damaged: expected ${part.unpacked} bytes, got ${byteLength}.`);
  }

  /** One file after the other: each takes the browser a while. */
  async #writePart(part: StoredPart, files: readonly Blob[]): Promise<void> {
    const names = filesOf(part);
    for (const [index, file] of files.entries()) await writeStored(partKey(this.#name, names[index] ?? ''), file);
  }
}

/** The files of a part, by what their keys say. */
function filesOf({ id, files }: StoredPart): string[] {
  return Array.from({ length: files }, (_, index) => `${id}.${index}`);
}

async function unzip(file: Blob): Promise<ArrayBuffer> {
  try {
    return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  } catch (error) {
    throw new SnapshotError("The stored session is damaged: a part of it can't be read.", { cause: error });
  }
}

/** Puts the packed snapshot together. @throws SnapshotError if a part ends before a chunk does */
function joined(chunks: readonly StoredChunk[], parts: readonly ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(chunks.reduce((sum, [, size]) => sum + size, 0));
  let end = 0;
  for (const [hash, size, index, offset] of chunks) {
    const part = parts[index];
    if (!part || offset + size > part.byteLength) throw new SnapshotError(`The chunk ${hash} is missing.`);
    whole.set(new Uint8Array(part, offset, size), end);
    end += size;
  }
  return whole.buffer;
}

/** Parts that stay, and the chunks in them that the session had, by hash. */
interface Kept {
  parts: StoredPart[];
  chunks: Map<string, { size: number; part: StoredPart; offset: number }>;
}

/** @param stored the files that are there: another page may have removed some */
function keptOf(manifest: SessionManifest | undefined, stored: readonly string[]): Kept {
  const { parts = [], chunks = [] } = manifest ?? {};
  const used = parts.map(() => 0);
  const counted = new Set<string>();
  for (const [hash, size, part] of chunks) {
    if (!counted.has(hash)) used[part] = (used[part] ?? 0) + size;
    counted.add(hash);
  }
  const worth = parts.filter((part, index) => (used[index] ?? 0) >= part.unpacked * MIN_USED);
  const bySize = worth.toSorted((a, b) => b.size - a.size);
  const few = bySize.slice(0, bySize.length < MAX_PARTS ? MAX_PARTS : MAX_PARTS / 2);
  const staying = new Set(few.filter((part) => filesOf(part).every((file) => stored.includes(file))));
  const kept: Kept['chunks'] = new Map();
  for (const [hash, size, index, offset] of chunks) {
    const part = parts[index];
    if (part && staying.has(part)) kept.set(hash, { size, part, offset });
  }
  return { parts: [...staying], chunks: kept };
}

/** Adds the chunks that are new to the part that is written next, in order. */
function combine(
  header: SessionManifest['header'],
  kept: Kept,
  added: StoredPart,
  chunks: SnapshotChanges['chunks'],
): SessionManifest {
  const places = new Map(kept.chunks);
  for (const [hash, size] of chunks) {
    if (places.has(hash)) continue;
    places.set(hash, { size, part: added, offset: added.unpacked });
    added.unpacked += size;
  }
  const parts = added.unpacked > 0 ? [...kept.parts, added] : kept.parts;
  const indices = new Map(parts.map((part, index) => [part, index]));
  const placed = chunks.map(([hash]): StoredChunk => {
    const place = places.get(hash);
    if (!place) throw new SnapshotError(`The chunk ${hash} is missing.`);
    return [hash, place.size, indices.get(place.part) ?? 0, place.offset];
  });
  return { header, parts, chunks: placed };
}
