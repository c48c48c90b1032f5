/** Stock Pyodide in a plain worker, as its documentation shows it: what ours is measured against. */
import type { PyodideAPI } from 'pyodide';

const scope = self as unknown as Pick<DedicatedWorkerGlobalScope, 'postMessage' | 'addEventListener'>;

interface DedicatedWorkerGlobalScope {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<StockRequest>) => void): void;
}

export type StockRequest =
  | { type: 'run'; code: string }
  | { type: 'write'; bytes: ArrayBuffer }
  | { type: 'read' }
  | { type: 'echo'; bytes: ArrayBuffer };

const starting = start();

scope.addEventListener('message', async ({ data }) => {
  const pyodide = await starting;
  switch (data.type) {
    case 'run':
      return scope.postMessage({ type: 'done', value: String(await pyodide.runPythonAsync(data.code)) });
    case 'write':
      pyodide.FS.writeFile('/home/pyodide/file.bin', new Uint8Array(data.bytes));
      return scope.postMessage({ type: 'done' });
    case 'read': {
      const { buffer } = pyodide.FS.readFile('/home/pyodide/file.bin') as Uint8Array<ArrayBuffer>;
      return scope.postMessage({ type: 'done', bytes: buffer }, [buffer]);
    }
    case 'echo':
      return scope.postMessage({ type: 'done', bytes: data.bytes }, [data.bytes]);
  }
});

async function start(): Promise<PyodideAPI> {
  const base = new URL('/pyodide/', location.href).href;
  const { loadPyodide } = (await import(/* @vite-ignore */ `${base}pyodide.mjs`)) as typeof import('pyodide');
  const pyodide = await loadPyodide({ indexURL: base });
  pyodide.setStdout({ batched: (text) => scope.postMessage({ type: 'line', text }) });
  return pyodide;
}
