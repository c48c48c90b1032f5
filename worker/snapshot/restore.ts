import type { Build } from '../../src/protocol.ts';
import { type EmscriptenModule, endOfMemory, type References } from '../python/emscripten.ts';
import { restoreFiles } from './files.ts';
import { restoreLibraries } from './libraries.ts';
import { type Snapshot, SnapshotError } from './snapshot.ts';

/**
 * Restores a snapshot in an interpreter that has not read its memory yet.
 *
 * @returns the JavaScript objects that Python refers to, for Pyodide to connect
 * @throws SnapshotError if the snapshot is of another build, or can't be restored exactly
 */
export function restore(module: EmscriptenModule, snapshot: Snapshot, build: Build): References {
  checkBuild(snapshot.build, build);
  restoreMemory(module, snapshot);
  restoreFiles(module.FS, snapshot);
  // Without libraries, too: callbacks that are gone may have made the table longer.
  restoreLibraries(module, snapshot);
  // Loading them wrote the data that they start with.
  if (snapshot.libraries.length > 0) restoreMemory(module, snapshot);
  if (module.wasmTable.length !== snapshot.tableLength) {
    throw new SnapshotError(
      `expected a table of ${snapshot.tableLength} functions, got one of ${module.wasmTable.length}`,
    );
  }
  advanceClock(snapshot.clock);
  // Whoever still has the snapshot must not keep the memory a second time.
  snapshot.memory = new ArrayBuffer();
  return snapshot.references;
}

function checkBuild(expected: Build, actual: Build): void {
  for (const key of Object.keys(actual) as (keyof Build)[]) {
    if (expected[key] === actual[key]) continue;
    throw new SnapshotError(`expected ${key} ${expected[key]}, got ${actual[key]}`);
  }
}

function restoreMemory(module: EmscriptenModule, { memory, memoryStart, parts, memorySize }: Snapshot): void {
  if (module.HEAPU8.length < memorySize && !module.growMemory(memorySize)) {
    throw new SnapshotError(`it needs ${memorySize} bytes of memory, which is more than the limit`);
  }
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

/** Continues the snapshot's clock: Python's monotonic clock must not go back. */
function advanceClock(milliseconds: number): void {
  const now = performance.now.bind(performance);
  const ahead = milliseconds - now();
  if (ahead > 0) performance.now = () => now() + ahead;
}
