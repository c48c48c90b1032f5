import type { PyodideAPI, PyodideConfig } from 'pyodide';
import type { StartWorker } from '../src/protocol.ts';

type PyodideLoader = typeof import('pyodide');
type PyodideModuleFactory = NonNullable<PyodideConfig['createPyodideModule']>;

/** Any address will do: nothing is ever fetched from it, the worker has no network. */
const NOWHERE = 'https://engine.invalid/';

/** Boots Pyodide from bytes in memory. */
export async function loadEngine({ module, files }: StartWorker): Promise<PyodideAPI> {
  const { loadPyodide } = await importBytes<PyodideLoader>(files['pyodide.mjs']);
  const { default: createPyodideModule } = await importBytes<{ default: PyodideModuleFactory }>(
    files['pyodide.asm.mjs'],
  );
  const restore = serveFromMemory(module, files['python_stdlib.zip']);
  try {
    return await loadPyodide({
      indexURL: NOWHERE,
      packageBaseUrl: NOWHERE,
      lockFileContents: new TextDecoder().decode(files['pyodide-lock.json']),
      createPyodideModule,
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
function serveFromMemory(module: WebAssembly.Module, standardLibrary: ArrayBuffer): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (request) => {
    const name = String(request);
    if (name === `${NOWHERE}python_stdlib.zip`) return new Response(standardLibrary);
    if (name === `${NOWHERE}pyodide.asm.wasm`) return new Response();
    throw new TypeError(`The engine asked for ${name}, which it was not given.`);
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}
