import type { Build } from '../../src/protocol.ts';
import { type EmscriptenModule, endOfMemory, type References } from '../python/emscripten.ts';
import { restoreFiles } from './files.ts';
import { restoreLibraries } from './libraries.ts';
import { type Peer, receivePieces } from './pieces.ts';
import { type Snapshot, SnapshotError } from './snapshot.ts';

/**
 * Restores a snapshot in an interpreter that has not read its memory yet.
 *
 * @returns the JavaScript objects that Python refers to, for Pyodide to connect
 * @throws SnapshotError if the snapshot is of another build, or can't be restored exactly
 */
export function restore(module: EmscriptenModule, snapshot: Snapshot, build: Build): References {
  checkBuild(snapshot.build, build);
  // What came in pieces is in its place.
  if (!snapshot.memoryFollows) restoreMemory(module, snapshot);
  restoreFiles(module.FS, snapshot);
  // Without libraries, too: callbacks that are gone may have made the table longer.
  restoreLibraries(module, snapshot);
  if (module.wasmTable.length !== snapshot.tableLength) {
    throw new SnapshotError(
      `expected a table of ${snapshot.tableLength} functions, got one of ${module.wasmTable.length}`,
    );
  }
  advanceClock(snapshot.clock);
  freeMemory(snapshot);
  return snapshot.references;
}

/**
 * Puts the pieces of a memory in their places, as they come.
 *
 * @throws SnapshotError if the interpreter may not have so much memory
 */
export function receiveMemory(module: EmscriptenModule, memorySize: number, supervisor: Peer): Promise<void> {
  growMemory(module, memorySize);
  module.HEAPU8.fill(0, memorySize, endOfMemory(module));
  return receivePieces(memorySize, supervisor, (piece, start) => module.HEAPU8.set(piece, start));
}

function checkBuild(expected: Build, actual: Build): void {
  for (const key of Object.keys(actual) as (keyof Build)[]) {
    if (expected[key] === actual[key]) continue;
    throw new SnapshotError(`expected ${key} ${expected[key]}, got ${actual[key]}`);
  }
}

/** @throws SnapshotError if that is more than the limit */
function growMemory(module: EmscriptenModule, size: number): void {
  if (module.HEAPU8.length < size && !module.growMemory(size)) {
    throw new SnapshotError(`it needs ${size} bytes of memory, which is more than the limit`);
  }
}

function restoreMemory(module: EmscriptenModule, { memory, memoryStart, parts, memorySize }: Snapshot): void {
  growMemory(module, memorySize);
  const { HEAPU8 } = module;
  // Memory that the allocator has not handed out is zero already.
  const used = endOfMemory(module);
  let from = memoryStart;
  let end = 0;
  for (const [start, stop] of parts) {
    HEAPU8.fill(0, end, Math.min(start, used));
    HEAPU8.set(new Uint8Array(memory, from, stop - start), start);
    from += stop - start;
    end = stop;
  }
  HEAPU8.fill(0, end, used);
}

/** Gives the copy of the memory back at once: else each worker has it twice until its garbage is collected, which may be never. */
function freeMemory(snapshot: Snapshot): void {
  const { memory } = snapshot;
  snapshot.memory = new ArrayBuffer();
  // Firefox has it since version 122, Safari since 17.4.
  if ('transfer' in memory) memory.transfer(0);
}

/** Continues the snapshot's clock: Python's monotonic clock must not go back. */
function advanceClock(milliseconds: number): void {
  const now = performance.now.bind(performance);
  const ahead = milliseconds - now();
  if (ahead > 0) performance.now = () => now() + ahead;
}
