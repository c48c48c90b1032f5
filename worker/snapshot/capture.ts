import type { PyodideAPI } from 'pyodide';
import { buildOf } from '../python/build.ts';
import { type EmscriptenModule, moduleOf } from '../python/emscripten.ts';
import type { HarnessHost, Session } from '../python/harness.ts';
import { captureMemory } from './captureMemory.ts';
import { captureOpenFiles, captureTree, changedSince } from './files.ts';
import { captureFunctions, captureLibraries, captureSymbols } from './libraries.ts';
import { captureReferences } from './references.ts';
import { shortenLosses } from './shortenLosses.ts';
import type { CapturedSnapshot, Entry, Snapshot } from './snapshot.ts';

/** Captures one interpreter, any number of times. Files that did not change since the last time are not copied again. */
export class SnapshotTaker {
  readonly #pyodide: PyodideAPI;
  readonly #session: Session;
  readonly #host: HarnessHost;
  /** The entries of the snapshot before, without their contents. */
  #tree: readonly Entry[];

  /** @param from what the interpreter was restored from */
  constructor(pyodide: PyodideAPI, session: Session, host: HarnessHost, from: Snapshot | undefined) {
    this.#pyodide = pyodide;
    this.#session = session;
    this.#host = host;
    this.#tree = withoutContents(from?.tree ?? []);
    expectWhatIsThere(moduleOf(pyodide));
  }

  /**
   * Captures the interpreter between two runs.
   *
   * @param reuse a buffer for the memory, used if it is large enough
   * @throws SnapshotError if the interpreter holds something that no other could go on with
   */
  capture(reuse: ArrayBuffer | undefined): CapturedSnapshot {
    const module = moduleOf(this.#pyodide);
    // First, since it runs Python.
    const lost = [...this.#lostTasks(), ...this.#lostObjects(module)];
    const libraries = captureLibraries(module);
    const { openFiles, others } = captureOpenFiles(module.FS);
    const tree = captureTree(module.FS, versionsOf(this.#tree));
    const captured = {
      build: buildOf(module),
      clock: performance.now(),
      tree: changedSince(this.#tree, tree),
      openFiles,
      workingDirectory: module.FS.cwd(),
      libraries,
      functions: captureFunctions(module, libraries),
      symbols: captureSymbols(module),
      tableLength: module.wasmTable.length,
      references: captureReferences(module, this.#host).references,
      lost: shortenLosses([
        ...lost,
        ...others.map((descriptor) => `An open pipe or socket, file descriptor ${descriptor}.`),
      ]),
      ...captureMemory(module, reuse),
    };
    // Not before all else has gone well: whoever gets no snapshot has none of its files.
    this.#tree = withoutContents(tree);
    return captured;
  }

  #lostTasks(): string[] {
    return JSON.parse(this.#session.describe_lost_tasks());
  }

  #lostObjects(module: EmscriptenModule): string[] {
    const { lost } = captureReferences(module, this.#host);
    return lost.length === 0 ? [] : JSON.parse(this.#session.describe_lost_objects(lost));
  }
}

/**
 * Pyodide expects its list of packages to be empty, as it is in an interpreter that has just started. One that was restored with packages
 * has them in it; wherever a snapshot goes, the list is made anew.
 */
function expectWhatIsThere({ API, __hiwire_get: objectAt }: EmscriptenModule): void {
  const expected = API.getExpectedKeys();
  API.getExpectedKeys = () => expected.map((_, index) => objectAt(index));
}

function versionsOf(tree: readonly Entry[]): ReadonlySet<string> {
  return new Set(tree.flatMap((entry) => (entry.kind === 'file' ? [entry.version] : [])));
}

function withoutContents(tree: readonly Entry[]): Entry[] {
  return tree.map((entry) => {
    if (entry.kind !== 'file' || !entry.contents) return entry;
    const { contents: _, ...rest } = entry;
    return rest;
  });
}
