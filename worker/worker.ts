/** Entry of the worker: boots one interpreter from what the supervisor hands over and answers the host on the port that comes with it. */
import * as comlink from 'comlink';
import type { StartWorker, WorkerEvent } from '../src/protocol.ts';
import { bootRuntime } from './runtime.ts';

addEventListener(
  'message',
  async ({ data, ports: [port] }: MessageEvent<StartWorker>) => {
    if (!port) return;
    const send = (event: WorkerEvent) => port.postMessage(event);
    try {
      const runtime = await bootRuntime(data, send);
      comlink.expose(runtime.calls, port);
      send({ type: 'ready', ...runtime.versions });
    } catch (error) {
      send({ type: 'boot-failed', message: String(error) });
    }
  },
  { once: true },
);
