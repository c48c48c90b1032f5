/** Entry of the worker that runs JavaScript: waits for the host's port, and answers the host on it. */
import * as comlink from 'comlink';
import type { JavaScriptCalls, WorkerEvent } from '../../src/protocol.ts';
import { removeSharedState, reportClose } from '../common/isolation.ts';
import { showErrorsAsNode } from './nodeErrors.ts';
import { Runtime } from './runtime.ts';

removeSharedState();
showErrorsAsNode();

addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (!port) return;
    const send = (event: WorkerEvent) => port.postMessage(event);
    reportClose(send);
    const runtime = new Runtime(send);
    const calls: JavaScriptCalls = {
      run: (request) => runtime.run(request),
      stop: async (why) => runtime.stop(why),
      ping: async () => {},
      setTools: async (tools) => runtime.setTools(tools),
    };
    comlink.expose(calls, port);
    runtime.requests.listen(port);
  },
  { once: true },
);
