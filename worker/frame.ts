/**
 * The supervisor: the only script of the sealed frame. It keeps the compiled engine in memory, and starts and ends the workers that
 * run Python. User code never runs in this thread and cannot reach it.
 */
import * as comlink from 'comlink';
import type {
  Connect,
  EngineBytes,
  StartWorker,
  SupervisorCalls,
  SupervisorEvent,
  WorkerOptions,
} from '../src/protocol.ts';

addEventListener('message', function connect({ source, data, ports: [port] }: MessageEvent<Connect>) {
  if (source !== parent || data.type !== 'connect' || !port) return;
  removeEventListener('message', connect);
  addEventListener('pagehide', ({ persisted }) => {
    // A page in the back/forward cache comes back as it was.
    if (!persisted) tell(port, { type: 'frame-removed' });
  });
  comlink.expose(makeSupervisor(port), port);
  tell(port, { type: 'connected' });
});

function tell(host: MessagePort, event: SupervisorEvent): void {
  host.postMessage(event);
}

function makeSupervisor(host: MessagePort): SupervisorCalls {
  const workers = new Map<number, Worker>();
  let engine: Omit<StartWorker, keyof WorkerOptions> | undefined;
  let workerUrl = '';

  return {
    async load({ wasm, ...files }: EngineBytes, workerSource) {
      // A module compiled by the page could not come in: a frame of another origin is another agent cluster.
      engine = { module: await WebAssembly.compile(wasm), files };
      workerUrl = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    },

    async startWorker(id, options, port) {
      if (!engine) throw new Error('A worker was asked for before the engine was loaded.');
      const worker = new Worker(workerUrl);
      // A worker that the page's policy forbids fails with an event that has no message.
      worker.onerror = ({
        message = 'the worker could not be started; the policy (CSP) of the page may forbid it',
      }) => {
        tell(host, { type: 'worker-error', id, message });
      };
      workers.set(id, worker);
      worker.postMessage({ ...engine, ...options } satisfies StartWorker, [port]);
    },

    async terminateWorker(id) {
      workers.get(id)?.terminate();
      workers.delete(id);
    },
  };
}
