/** Stock Pyodide in a plain worker, as its documentation shows it: what ours is measured against. */
import type { PyodideAPI } from 'pyodide';

const scope = self as unknown as Pick<DedicatedWorkerGlobalScope, 'postMessage' | 'addEventListener'>;

interface DedicatedWorkerGlobalScope {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<StockRequest>) => void): void;
}

export interface StockRequest {
  code: string;
  /** The folder of the engine. Only the first request is asked for it. */
  engine: string;
  /** Addresses of wheels that are loaded before the code runs. */
  wheels: string[];
}

let starting: Promise<PyodideAPI> | undefined;

scope.addEventListener('message', ({ data }) => {
  // What a promise is rejected with would not reach the page, which would wait for ever.
  answer(data).catch((error) => scope.postMessage({ type: 'failed', reason: String(error) }));
});

async function answer({ code, engine, wheels }: StockRequest): Promise<void> {
  starting ??= start(engine);
  const pyodide = await starting;
  if (wheels.length > 0) await pyodide.loadPackage(wheels, { checkIntegrity: false });
  scope.postMessage({ type: 'done', value: String(await pyodide.runPythonAsync(code)) });
}

async function start(engine: string): Promise<PyodideAPI> {
  const base = new URL(engine, location.href).href;
  const { loadPyodide } = (await import(/* @vite-ignore */ `${base}pyodide.mjs`)) as typeof import('pyodide');
  const pyodide = await loadPyodide({ indexURL: base });
  pyodide.setStdout({ batched: (text) => scope.postMessage({ type: 'line', text }) });
  return pyodide;
}
