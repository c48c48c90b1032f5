/**
 * The supervisor: the only script of the sealed frame. It keeps the compiled engine in memory, and starts and ends the workers that
 * run Python. User code never runs in this thread and cannot reach it.
 */
import * as comlink from 'comlink';
import type { Connect, EngineBytes, StartWorker, SupervisorCalls, SupervisorEvent } from '../src/protocol.ts';

addEventListener('message', function connect({ source, data, ports: [port] }: MessageEvent<Connect>) {
  if (source !== parent || data.type !== 'connect' || !port) return;
  removeEventListener('message', connect);
  addEventListener('pagehide', () => tell(port, { type: 'frame-removed' }));
  comlink.expose(makeSupervisor(port), port);
});

function tell(host: MessagePort, event: SupervisorEvent): void {
  host.postMessage(event);
}

function makeSupervisor(host: MessagePort): SupervisorCalls {
  const workers = new Map<number, Worker>();
  let engine: StartWorker | undefined;
  let workerUrl = '';

  return {
    async load({ 'pyodide.asm.wasm': wasm, ...files }: EngineBytes, workerSource) {
      // A module compiled by the page could not come in: a frame of another origin is another agent cluster.
      engine = { module: await WebAssembly.compile(wasm), files };
      workerUrl = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    },

    async startWorker(id, port) {
      if (!engine) throw new Error('A worker was asked for before the engine was loaded.');
      const worker = new Worker(workerUrl);
      worker.onerror = ({ message }) => {
        tell(host, { type: 'worker-error', id, message });
      };
      workers.set(id, worker);
      worker.postMessage(engine, [port]);
    },

    async terminateWorker(id) {
      workers.get(id)?.terminate();
      workers.delete(id);
    },
  };
}
