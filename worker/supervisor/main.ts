/** The only script of the sealed frame: connects the supervisor with the page. User code never runs in this thread and cannot reach it. */
import * as comlink from 'comlink';
import { type Connect, SECRET_ELEMENT, type SupervisorEvent, WORKER_ELEMENT } from '../../src/protocol.ts';
import { Supervisor } from './supervisor.ts';
import { WorkerProgram } from './workerScript.ts';

let port: MessagePort | undefined;
const tell = (event: SupervisorEvent) => port?.postMessage(event);
const program = new WorkerProgram(document.getElementById(WORKER_ELEMENT)?.textContent ?? '');
const supervisor = new Supervisor(program, tell);

addEventListener('message', function connect({ source, data, ports: [hostPort] }: MessageEvent<Connect>) {
  if (source !== parent || data.type !== 'connect' || !hostPort) return;
  removeEventListener('message', connect);
  port = hostPort;
  addEventListener('pagehide', ({ persisted }) => {
    // A page in the back/forward cache comes back as it was.
    if (persisted) return;
    tell({ type: 'frame-removed' });
    supervisor.clear();
  });
  comlink.expose(supervisor, port);
  // After the document has been read to its end.
  const secret = document.getElementById(SECRET_ELEMENT)?.textContent ?? location.hash.slice(1);
  tell({ type: 'connected', secret });
});
