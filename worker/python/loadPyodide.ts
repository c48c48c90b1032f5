import type { PyodideAPI, PyodideConfig } from 'pyodide';
import { dereference } from '../snapshot/references.ts';
import { receiveMemory, restore } from '../snapshot/restore.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { buildOf } from './build.ts';
import type { EmscriptenModule } from './emscripten.ts';
import type { PendingEngine, PyodideModuleFactory } from './engineParts.ts';
import type { HarnessHost } from './harness.ts';
import type { Interrupts } from './interrupts.ts';
import type { MemoryLimit } from './memoryLimit.ts';
import { measureStacks, type StackSizes } from './stack/measureStack.ts';
import { compilePaddedCalls } from './stack/paddedCalls.ts';
import { StackGuard } from './stack/stackGuard.ts';

/** Any address will do: nothing is ever fetched from it, the worker has no network. */
const NOWHERE = 'https://engine.invalid/';
/** Bytes of memory that Pyodide starts with. The loader takes them for the size of a snapshot that is still to come. */
const INITIAL_MEMORY = 20 * 1024 ** 2;

/** A snapshot to restore, and the host for its session. */
export interface Restoring {
  /** May come late: everything that does not need it is done before. */
  snapshot: Promise<Snapshot>;
  host: HarnessHost;
}

/**
 * Boots Pyodide from bytes in memory.
 *
 * @param engine may come late, as may the snapshot: everything that does not need them is done before
 * @throws SnapshotError if the snapshot does not fit
 */
export async function loadEngine(
  engine: PendingEngine,
  memoryLimit: MemoryLimit,
  interrupts: Interrupts,
  restoring?: Restoring,
): Promise<PyodideAPI> {
  const stack = Promise.all([measureStacks(), compilePaddedCalls()]);
  const [{ loadPyodide }, { default: ownFactory }] = await Promise.all([engine.loader, engine.factory]);
  const scope = globalThis as { _createPyodideModule?: PyodideModuleFactory };
  const createPyodideModule = ownFactory ?? scope._createPyodideModule;
  if (!createPyodideModule) throw new Error('There is no engine in the file that should have it.');
  const watchedFactory = watch(createPyodideModule, memoryLimit, stack, restoring);
  if (!ownFactory) scope._createPyodideModule = watchedFactory;
  const putBack = serveFromMemory(engine, memoryLimit, interrupts);
  try {
    return await loadPyodide({
      indexURL: NOWHERE,
      packageBaseUrl: NOWHERE,
      lockFileContents: engine.lock.then((bytes) => new TextDecoder().decode(bytes)),
      createPyodideModule: watchedFactory,
      // Makes Python's references to JavaScript such that a snapshot can describe them.
      _makeSnapshot: true,
      ...(restoring && {
        _loadSnapshot: new Uint8Array(INITIAL_MEMORY),
        _snapshotDeserializer: (reference: unknown) => dereference(reference, restoring.host),
      }),
    } as PyodideConfig);
  } finally {
    putBack();
  }
}

/** Prepares the engine's module before the loader starts Python in it. */
function watch(
  create: PyodideModuleFactory,
  memoryLimit: MemoryLimit,
  stack: Promise<[StackSizes, WebAssembly.Module]>,
  restoring: Restoring | undefined,
): PyodideModuleFactory {
  return async (settings) => {
    const made = await create(settings);
    const module = made as unknown as EmscriptenModule;
    new StackGuard(module, ...(await stack));
    module.ownTableLength = module.wasmTable.length;
    module.ownSymbols = Reflect.ownKeys(module.GOT).length;
    memoryLimit.watchFiles(module);
    if (restoring) {
      const snapshot = await restoring.snapshot;
      if (snapshot.memoryFollows) await receiveMemory(module, snapshot.memorySize, globalThis);
      module.API.restoreSnapshot = () => restore(module, snapshot, buildOf(module));
    }
    return made;
  };
}

/** Answers the two downloads of Pyodide's loader. @returns a function that restores the worker's own functions */
function serveFromMemory(engine: PendingEngine, memoryLimit: MemoryLimit, interrupts: Interrupts): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (request) => {
    const name = String(request);
    if (name === `${NOWHERE}python_stdlib.zip`) return new Response(await engine.standardLibrary);
    if (name === `${NOWHERE}pyodide.asm.wasm`) return new Response();
    throw new TypeError(`The engine asked for ${name}, which it was not given.`);
  };
  WebAssembly.instantiateStreaming = async (_source, imports = {}) => {
    const module = await engine.module;
    interrupts.connect(imports);
    const instance = await WebAssembly.instantiate(module, imports);
    memoryLimit.watch(instance, imports);
    return { module, instance };
  };
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}
