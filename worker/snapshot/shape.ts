/** What a snapshot has to look like: it may be of code's own making, in a file or from a worker that code has taken over. */
import * as v from 'valibot';
import type { Reference } from './references.ts';
import { type Snapshot, SnapshotError } from './snapshot.ts';

/** Bytes that a 32-bit WebAssembly memory can have: 4 GiB. */
const MAX_MEMORY = 4 * 1024 ** 3;
/** Entries that a table of functions can have. @see https://webassembly.github.io/spec/js-api/#limits */
const MAX_TABLE = 10_000_000;
/** Far more than an interpreter with all of Pyodide's packages has. */
const MAX_FILES = 500_000;
const MAX_LIBRARIES = 10_000;
const MAX_REFERENCES = 1_000_000;
/** Emscripten hands out no more. */
const MAX_OPEN_FILES = 4096;
const MAX_LOST = 1000;
/** Names that lead to an object, one after the other. */
const MAX_DEPTH = 100;
/** Bytes of memory that a part covers at least, but for the last one. */
const LEAST_PART = 4096;
/** Emscripten's `PATH_MAX`. */
const MAX_PATH = 4096;
const MAX_TEXT = 64 * 1024;

const number = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const path = v.pipe(v.string(), v.maxLength(MAX_PATH), v.startsWith('/'));
const absolute = v.pipe(
  path,
  v.check((value) => !value.split('/').includes('..')),
);
const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const buffer = v.instance(ArrayBuffer);
const contents = v.exactOptional(buffer);

/** The length comes first: to walk an array that is only long, and has nothing in it, would never end. */
function list<Item>(item: v.GenericSchema<unknown, Item>, most: number): v.GenericSchema<unknown, Item[]> {
  const bounded = v.custom<unknown[]>((value) => Array.isArray(value) && value.length <= most);
  return v.pipe(bounded, v.array(item));
}

const common = { path: absolute, mode: count(0o777_777) };
const entry = v.variant('kind', [
  v.object({ ...common, kind: v.literal('folder') }),
  v.object({ ...common, kind: v.literal('link'), target: v.pipe(v.string(), v.maxLength(MAX_PATH)) }),
  v.object({ ...common, kind: v.literal('file'), modified: number, version: text, contents }),
]);
const openFile = v.object({
  descriptor: count(MAX_OPEN_FILES - 1),
  path: v.pipe(v.string(), v.maxLength(MAX_PATH)),
  flags: count(2 ** 31),
  position: count(Number.MAX_SAFE_INTEGER),
  contents,
});
const library = v.object({
  name: text,
  handle: count(MAX_MEMORY),
  global: v.boolean(),
  memoryBase: count(MAX_MEMORY),
  tableBase: count(MAX_TABLE),
  tableSize: count(MAX_TABLE),
});
/** What Pyodide makes of an object that Python refers to: the names that lead to it, a mark, or what `describeReference` said of it. */
const reference = v.nullable(
  v.object({
    path: v.exactOptional(list(text, MAX_DEPTH)),
    API: v.exactOptional(v.boolean()),
    abortSignalAny: v.exactOptional(v.boolean()),
    serialized: v.exactOptional(
      v.union([
        v.object({ host: v.literal(true) }),
        v.object({ method: text }),
        v.object({ undefined: v.literal(true) }),
        v.object({ number: text }),
        v.object({ bigint: v.pipe(v.string(), v.regex(/^-?\d+$/)) }),
        v.object({ plain: v.union([v.string(), v.boolean()]) }),
        v.object({ lost: v.literal(true) }),
      ] satisfies v.GenericSchema<unknown, Reference>[]),
    ),
  }),
);
const snapshot = v.object({
  build: v.object({ pyodide: text, id: text, harness: text, suspends: v.boolean() }),
  memory: buffer,
  memoryStart: count(Number.MAX_SAFE_INTEGER),
  parts: list(v.strictTuple([count(MAX_MEMORY), count(MAX_MEMORY)]), MAX_MEMORY / LEAST_PART),
  memorySize: count(MAX_MEMORY),
  clock: v.pipe(number, v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  tree: list(entry, MAX_FILES),
  openFiles: list(openFile, MAX_OPEN_FILES),
  workingDirectory: path,
  libraries: list(library, MAX_LIBRARIES),
  functions: list(v.object({ index: count(MAX_TABLE), library: text, symbol: text }), MAX_TABLE),
  tableLength: count(MAX_TABLE),
  references: v.object({ hiwireKeys: list(reference, MAX_REFERENCES), immortalKeys: list(text, MAX_REFERENCES) }),
  lost: list(text, MAX_LOST),
});

/**
 * Reads a snapshot. What it does not know of is left out.
 *
 * @throws SnapshotError if something in it is missing, or is of another kind or size than in any interpreter
 */
export function readSnapshot(value: unknown): Snapshot {
  const { success, output, issues } = v.safeParse(snapshot, value, { abortEarly: true });
  if (!success) {
    const [issue] = issues;
    throw new SnapshotError(`the snapshot is damaged: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  }
  if (!areInOrder(output)) throw new SnapshotError('the snapshot is damaged: the parts of its memory are not in order');
  if (!areThere(output)) throw new SnapshotError('the snapshot is damaged: parts of its memory are missing');
  return output as Snapshot;
}

type Memory = Pick<Snapshot, 'memory' | 'memoryStart' | 'memorySize' | 'parts'>;

function areInOrder({ parts, memorySize }: Memory): boolean {
  let end = 0;
  return parts.every(([start, stop]) => {
    const isNext = start >= end && stop >= start && stop <= memorySize;
    end = stop;
    return isNext;
  });
}

function areThere({ memory, memoryStart, parts }: Memory): boolean {
  return memoryStart + parts.reduce((sum, [start, stop]) => sum + stop - start, 0) <= memory.byteLength;
}
