/**
 * Checks the shape of snapshots: code may have forged one, in a file or in a worker that it has taken over. By hand, since a library would
 * make the frame and its workers a third larger.
 */
import { type Build, MAX_LOST } from '../../src/protocol.ts';
import type { References } from '../python/emscripten.ts';
import {
  type CapturedSnapshot,
  type Contents,
  type Entry,
  type Library,
  type OpenFile,
  type Snapshot,
  SnapshotError,
  sizeOf,
  type TableFunction,
} from './snapshot.ts';

/** Bytes that a 32-bit WebAssembly memory can have: 4 GiB. */
const MAX_MEMORY = 4 * 1024 ** 3;
/** Entries that a table of functions can have. @see https://webassembly.github.io/spec/js-api/#limits */
const MAX_TABLE = 10_000_000;
/** Far more than an interpreter with all of Pyodide's packages has. */
const MAX_FILES = 500_000;
const MAX_LIBRARIES = 10_000;
const MAX_SYMBOLS = 1_000_000;
const MAX_REFERENCES = 1_000_000;
/** Emscripten hands out no more. */
const MAX_OPEN_FILES = 4096;
/** Names that lead to an object, one after the other. */
const MAX_DEPTH = 100;
/** Bytes of memory that a part covers at least, but for the last one. */
const MIN_PART = 4096;
/** Emscripten's `PATH_MAX`. */
const MAX_PATH = 4096;
const MAX_TEXT = 64 * 1024;

/** Gives a value without what is not known of it. Throws {@link Misshapen} if it is of another kind or size. */
type Reader<Value> = (value: unknown) => Value;

/** Whoever reads a list or a record adds where in it: names of places for thousands of values would take longer than looking at them. */
class Misshapen extends Error {
  place = '';
}

const text = only<string>('text', (value) => typeof value === 'string' && value.length <= MAX_TEXT);
const name = only<string>('path', (value) => typeof value === 'string' && value.length <= MAX_PATH);
const path = only<string>('path', (value) => typeof value === 'string' && isAbsolute(value));
const flag = only<boolean>('flag', (value) => typeof value === 'boolean');
const buffer = only<ArrayBuffer>('buffer', (value) => value instanceof ArrayBuffer);
const time = only<number>('time', (value) => Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER);
const address = count(MAX_MEMORY);
const place = count(MAX_TABLE);
const contents = optional(
  only<Contents>('bytes', (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer),
);

const kind = only<Entry['kind']>('kind', (value) => typeof value === 'string' && Object.hasOwn(ENTRIES, value));
const file = { path, mode: count(0o777_777), kind };
const kindOf = record({ kind });
const ENTRIES: Record<Entry['kind'], Reader<object>> = {
  folder: record(file),
  link: record({ ...file, target: name }),
  file: record({ ...file, modified: time, version: text, contents }),
};

/** Pyodide's description of a JavaScript object: the names that lead to it, a mark, or the result of `describeReference`. */
const reference = record({
  path: optional(list(text, MAX_DEPTH)),
  API: optional(flag),
  abortSignalAny: optional(flag),
  serialized: optional(
    record({
      host: optional(flag),
      method: optional(text),
      undefined: optional(flag),
      number: optional(text),
      bigint: optional(only<string>('number', (value) => /^-?\d+$/.test(value))),
      plain: optional(only<string | boolean>('plain value', (value) => ['string', 'boolean'].includes(typeof value))),
      lost: optional(flag),
    }),
  ),
});

const entry: Reader<Entry> = (value) => ENTRIES[kindOf(value).kind](value) as Entry;

const COMMON = {
  build: record<Build>({ pyodide: text, id: text, harness: text, suspends: flag }),
  memory: buffer,
  memoryStart: count(Number.MAX_SAFE_INTEGER),
  parts: list(list(address, 2) as Reader<[number, number]>, MAX_MEMORY / MIN_PART),
  memorySize: address,
  clock: time,
  openFiles: list(
    record({
      descriptor: count(MAX_OPEN_FILES - 1),
      path: name,
      flags: count(2 ** 31),
      position: count(Number.MAX_SAFE_INTEGER),
      contents,
    }) as Reader<OpenFile>,
    MAX_OPEN_FILES,
  ),
  workingDirectory: path,
  libraries: list(
    record({
      name: text,
      handle: address,
      global: flag,
      memoryBase: address,
      tableBase: place,
      tableSize: place,
    }) as Reader<Library>,
    MAX_LIBRARIES,
  ),
  functions: list(record<TableFunction>({ index: place, library: text, symbol: text }), MAX_TABLE),
  symbols: list(
    list<string | number>((part) => (typeof part === 'string' ? text(part) : address(part)), 2),
    MAX_SYMBOLS,
  ) as Reader<[string, number][]>,
  tableLength: place,
  references: record<References>({
    hiwireKeys: list((key) => (key === null ? key : reference(key)), MAX_REFERENCES),
    immortalKeys: list(text, MAX_REFERENCES),
  }),
  lost: list(text, MAX_LOST),
};

const snapshot = record<Snapshot>({ ...COMMON, tree: list(entry, MAX_FILES) });
const placeInTree = count(MAX_FILES);
const captured = record<CapturedSnapshot>({
  ...COMMON,
  tree: list((value) => (typeof value === 'number' ? placeInTree(value) : entry(value)), MAX_FILES),
});

/**
 * Reads a snapshot. Unknown fields are left out.
 *
 * @throws SnapshotError if something in it is missing, or is of another kind or size than in any interpreter
 */
export function readSnapshot(value: unknown): Snapshot {
  return read(snapshot, value);
}

/** Reads a snapshot that a worker has taken. @throws SnapshotError, as {@link readSnapshot} */
export function readCaptured(value: unknown): CapturedSnapshot {
  return read(captured, value);
}

function read<Kind extends CapturedSnapshot>(reader: Reader<Kind>, value: unknown): Kind {
  const found = withPlace(reader, value);
  if (!areInOrder(found)) throw new SnapshotError('the snapshot is damaged: the parts of its memory are not in order');
  if (!areThere(found)) throw new SnapshotError('the snapshot is damaged: parts of its memory are missing');
  return found;
}

function areInOrder({ parts, memorySize }: CapturedSnapshot): boolean {
  let end = 0;
  return parts.every(([start, stop]) => {
    const isNext = start >= end && stop >= start && stop <= memorySize;
    end = stop;
    return isNext;
  });
}

function areThere({ memory, memoryStart, parts }: CapturedSnapshot): boolean {
  return memoryStart + sizeOf(parts) <= memory.byteLength;
}

function isAbsolute(value: string): boolean {
  return value.length <= MAX_PATH && value.startsWith('/') && !/\/\.\.(?:\/|$)/.test(value);
}

/** Gives errors the whole place. */
function withPlace<Kind>(reader: Reader<Kind>, value: unknown): Kind {
  try {
    return reader(value);
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new SnapshotError(`the snapshot is damaged: it${error.place} is no ${error.message}`);
  }
}

function only<Value>(what: string, accepts: (value: Value) => boolean): Reader<Value> {
  return (value) => {
    if (!accepts(value as Value)) throw new Misshapen(what);
    return value as Value;
  };
}

function count(most: number): Reader<number> {
  return only(`number up to ${most}`, (value) => Number.isInteger(value) && value >= 0 && value <= most);
}

function optional<Value>(read: Reader<Value>): Reader<Value | undefined> {
  return (value) => (value === undefined ? undefined : read(value));
}

/** The length comes first: to walk an array that is only long, and has nothing in it, would never end. */
function list<Item>(read: Reader<Item>, most: number): Reader<Item[]> {
  const bounded = only<unknown[]>(`list of up to ${most}`, (value) => Array.isArray(value) && value.length <= most);
  return (value) => {
    const items = bounded(value);
    const found: Item[] = [];
    try {
      for (const item of items) found.push(read(item));
    } catch (error) {
      throw placed(error, `[${found.length}]`);
    }
    return found;
  };
}

function record<Fields extends object>(readers: { [Name in keyof Fields]: Reader<Fields[Name]> }): Reader<Fields> {
  const object = only<Record<string, unknown>>('record', (value) => typeof value === 'object' && value !== null);
  const all = Object.entries(readers) as [string, Reader<unknown>][];
  return (value) => {
    const fields = object(value);
    const found: Record<string, unknown> = {};
    let place = '';
    try {
      for (const [key, read] of all) {
        place = `.${key}`;
        const field = read(fields[key]);
        if (field !== undefined) found[key] = field;
      }
    } catch (error) {
      throw placed(error, place);
    }
    return found as Fields;
  };
}

/** Adds a place to the front of an error's. */
function placed(error: unknown, place: string): unknown {
  if (error instanceof Misshapen) error.place = place + error.place;
  return error;
}
