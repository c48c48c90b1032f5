import type { PyodideAPI, PyodideConfig } from 'pyodide';
import type { StartWorker } from '../src/protocol.ts';

type PyodideLoader = typeof import('pyodide');
type PyodideModuleFactory = NonNullable<PyodideConfig['createPyodideModule']>;

/** Any address will do: nothing is ever fetched from it, the worker has no network. */
const NOWHERE = 'https://engine.invalid/';
const PAGE_SIZE = 64 * 1024;

/** Boots Pyodide from bytes in memory. */
export async function loadEngine({ module, files, memoryLimit }: StartWorker): Promise<PyodideAPI> {
  const { loadPyodide } = await importBytes<PyodideLoader>(files.loader);
  // Before 314 this is a script that leaves the factory behind as a global, where the loader looks for it.
  const { default: createPyodideModule } = await importBytes<{ default?: PyodideModuleFactory }>(files.factory);
  const restore = serveFromMemory(module, files.standardLibrary, memoryLimit);
  try {
    return await loadPyodide({
      indexURL: NOWHERE,
      packageBaseUrl: NOWHERE,
      lockFileContents: new TextDecoder().decode(files.lock),
      ...(createPyodideModule && { createPyodideModule }),
    });
  } finally {
    restore();
  }
}

async function importBytes<Exports>(bytes: ArrayBuffer): Promise<Exports> {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
  try {
    return (await import(/* @vite-ignore */ url)) as Exports;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Answers the two downloads that Pyodide's loader makes while it boots. Returns what puts the worker's own functions back. */
function serveFromMemory(module: WebAssembly.Module, standardLibrary: ArrayBuffer, memoryLimit: number): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (request) => {
    const name = String(request);
    if (name === `${NOWHERE}python_stdlib.zip`) return new Response(standardLibrary);
    if (name === `${NOWHERE}pyodide.asm.wasm`) return new Response();
    throw new TypeError(`The engine asked for ${name}, which it was not given.`);
  };
  WebAssembly.instantiateStreaming = async (_source, imports = {}) => {
    const instance = await WebAssembly.instantiate(module, imports);
    limitMemory(instance, imports, memoryLimit);
    return { module, instance };
  };
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

/**
 * Makes growth beyond the limit fail, which Python sees as `MemoryError`. Emscripten calls `grow` on this very object, and takes an
 * exception for a refusal.
 */
function limitMemory(instance: WebAssembly.Instance, imports: WebAssembly.Imports, limit: number): void {
  // The memory is an export since 314, and an import before.
  const candidates = [...Object.values(instance.exports), ...Object.values(imports.env ?? {})];
  const memory = candidates.find((value) => value instanceof WebAssembly.Memory);
  if (!memory) return;
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE_SIZE > limit) throw new RangeError('The memory limit is reached.');
    return grow(pages);
  };
}
