import type { Build } from '../../src/protocol.ts';
import type { References } from '../python/emscripten.ts';

/** A whole interpreter, as it was between two runs: what another worker needs to go on from there. */
export interface Snapshot {
  /** The build that made it. Only the same build can restore it. */
  build: Build;
  /** Holds the {@link parts} of the interpreter's memory, one after the other; may be longer. */
  memory: ArrayBuffer;
  /** Whether {@link memory} is empty, and comes in pieces. */
  memoryFollows?: boolean;
  /** Where the first of them begins in {@link memory}, in bytes. */
  memoryStart: number;
  /** The parts of the interpreter's memory that are not zero: start and end in bytes, in order. */
  parts: [number, number][];
  /** Bytes of the interpreter's memory. */
  memorySize: number;
  /** Milliseconds that the interpreter's clock had counted. */
  clock: number;
  /** The entries below the root of the file system, folders before their contents. */
  tree: Entry[];
  openFiles: OpenFile[];
  workingDirectory: string;
  /** The native modules and the libraries that they link to, in the order in which they were loaded. */
  libraries: Library[];
  /** Functions of libraries that found a place in the table of functions apart from their library's own. */
  functions: TableFunction[];
  /** The addresses that libraries have for symbols, by name. */
  symbols: [string, number][];
  /** Entries of the table of functions. */
  tableLength: number;
  references: References;
  /** Losses: a sentence for each object or task that the snapshot can't carry. */
  lost: string[];
}

/** A snapshot as the worker that took it sends it. */
export type CapturedSnapshot = Omit<Snapshot, 'tree'> & {
  /** The entries that have changed since the snapshot before, and of those that have not, the places in its tree: browsers clone numbers soon. */
  tree: (Entry | number)[];
};

export type Entry = { path: string; mode: number } & (
  | { kind: 'folder' }
  | { kind: 'link'; target: string }
  | {
      kind: 'file';
      /** Milliseconds since 1970. */
      modified: number;
      /** Changes with the contents, within one interpreter. */
      version: string;
      /** Left out if the previous snapshot has the same version. */
      contents?: Contents;
    }
);

/** The bytes of a file, which may lie beside those of others in one buffer: to move thousands of buffers takes long. */
export type Contents = Uint8Array<ArrayBuffer>;

/** A file that Python has open. */
export interface OpenFile {
  descriptor: number;
  path: string;
  flags: number;
  position: number;
  /** Of a file that has been removed since it was opened. */
  contents?: Contents;
}

export interface Library {
  name: string;
  handle: number;
  global: boolean;
  memoryBase: number;
  tableBase: number;
  tableSize: number;
  /** Its compiled file, if that is ready. */
  module?: WebAssembly.Module;
}

export interface TableFunction {
  index: number;
  /** The library's name. */
  library: string;
  symbol: string;
}

/** Why an interpreter cannot be captured or restored. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** All the bytes of a snapshot that can be transferred. */
export function buffersOf(snapshot: CapturedSnapshot): ArrayBuffer[] {
  return [...new Set([snapshot.memory, ...contentsOf(snapshot).map(({ buffer }) => buffer)])];
}

/** The contents of its files, in order. */
export function contentsOf({ tree, openFiles }: CapturedSnapshot): Contents[] {
  return [...tree, ...openFiles].flatMap((file) =>
    typeof file === 'object' && 'contents' in file && file.contents ? [file.contents] : [],
  );
}

/**
 * Gives a snapshot whose bytes can be transferred while this one stays. They are in two buffers: browsers clone thousands of them more slowly,
 * and copy each byte twice.
 */
export function copyOf(snapshot: Snapshot): Snapshot {
  const { memory, memoryStart, parts } = snapshot;
  return {
    ...withCopiedFiles(snapshot),
    memory: memory.slice(memoryStart, memoryStart + sizeOf(parts)),
    memoryStart: 0,
  };
}

/** Does the same, but for its memory, which follows in pieces. */
export function copyWithoutMemory(snapshot: Snapshot): Snapshot {
  return { ...withCopiedFiles(snapshot), memory: new ArrayBuffer(), memoryStart: 0, memoryFollows: true };
}

function withCopiedFiles(snapshot: Snapshot): Snapshot {
  const size = contentsOf(snapshot).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return withContents(snapshot, placeIn(new ArrayBuffer(size)));
}

/** A snapshot without its bytes, which follow: those of its memory, then those of its files. */
export interface SeparateSnapshot {
  snapshot: Snapshot;
  /** Bytes of each file, in order. */
  sizes: number[];
}

/** Separates a snapshot from its bytes, which are not copied. {@link join} puts them together. */
export function separate(whole: Snapshot): SeparateSnapshot & { bytes: Contents[] } {
  const contents = contentsOf(whole);
  const empty = new Uint8Array();
  return {
    snapshot: {
      ...withContents(whole, () => empty),
      memory: empty.buffer,
      memoryStart: 0,
      libraries: whole.libraries.map(({ module: _, ...library }) => library),
    },
    sizes: contents.map(({ byteLength }) => byteLength),
    bytes: [memoryOf(whole), ...contents],
  };
}

/** Bytes of the memory and the files of a snapshot that was separated from them. */
export function separateSize({ snapshot: { parts }, sizes }: SeparateSnapshot): number {
  return sizes.reduce((sum, size) => sum + size, sizeOf(parts));
}

/** @param bytes of the memory and of the files, one after the other */
export function join({ snapshot, sizes }: SeparateSnapshot, bytes: ArrayBuffer): Snapshot {
  let end = sizeOf(snapshot.parts);
  const rest = sizes.values();
  const next = () => {
    const start = end;
    end += rest.next().value ?? 0;
    return new Uint8Array(bytes, start, end - start);
  };
  return { ...withContents(snapshot, next), memory: bytes };
}

/** The parts of its memory, one after the other. */
export function memoryOf({ memory, memoryStart, parts }: Snapshot): Contents {
  return new Uint8Array(memory, memoryStart, sizeOf(parts));
}

/** @param other gives what takes the place of a file's contents; it is called in order */
function withContents(snapshot: Snapshot, other: (contents: Contents) => Contents): Snapshot {
  const replaced = <File extends Entry | OpenFile>(file: File): File =>
    'contents' in file && file.contents ? { ...file, contents: other(file.contents) } : file;
  return { ...snapshot, tree: snapshot.tree.map(replaced), openFiles: snapshot.openFiles.map(replaced) };
}

/** Bytes of parts of a memory. */
export function sizeOf(parts: Snapshot['parts']): number {
  return parts.reduce((sum, [start, stop]) => sum + stop - start, 0);
}

/** Copies contents into a buffer, one after the other. */
function placeIn(buffer: ArrayBuffer): (contents: Contents) => Contents {
  let end = 0;
  return (contents) => {
    const copy = new Uint8Array(buffer, end, contents.byteLength);
    copy.set(contents);
    end += contents.byteLength;
    return copy;
  };
}
