import type { Build } from '../../src/protocol.ts';
import type { References } from '../python/emscripten.ts';

/** A whole interpreter, as it was between two runs: what another worker needs to go on from there. */
export interface Snapshot {
  /** The build that made it. Only the same build can restore it. */
  build: Build;
  /** Holds the {@link parts} of the interpreter's memory, one after the other; may be longer. */
  memory: ArrayBuffer;
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
  /** Entries of the table of functions. */
  tableLength: number;
  references: References;
  /** Losses: a sentence for each object or task that the snapshot can't carry. */
  lost: string[];
}

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
      contents?: ArrayBuffer;
    }
);

/** A file that Python has open. */
export interface OpenFile {
  descriptor: number;
  path: string;
  flags: number;
  position: number;
  /** Of a file that has been removed since it was opened. */
  contents?: ArrayBuffer;
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
export function buffersOf({ memory, tree, openFiles }: Snapshot): ArrayBuffer[] {
  const files = [...tree, ...openFiles].map((file) => ('contents' in file ? file.contents : undefined));
  return [memory, ...files.filter((contents) => contents !== undefined)];
}
