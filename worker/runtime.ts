import type { PyodideAPI } from 'pyodide';
import type { OutputChunk, RunReply, RunRequest, StartWorker, WorkerCalls, WorkerEvent } from '../src/protocol.ts';
import { loadEngine } from './engine.ts';
import { installHarness, type Session } from './harness.ts';
import { Interrupts } from './interrupts.ts';
import { Output } from './output.ts';

export interface Runtime {
  calls: WorkerCalls;
  versions: { python: string; pyodide: string };
}

/** Boots an interpreter, step by named step, to where it takes runs. */
export async function bootRuntime(start: StartWorker, send: (event: WorkerEvent) => void): Promise<Runtime> {
  send({ type: 'boot-step', step: 'start' });
  const pyodide = await loadEngine(start);
  send({ type: 'boot-step', step: 'prepare' });

  let run = 0;
  const output = new Output((chunks) => send({ type: 'output-delta', run, chunks }));
  const interrupts = new Interrupts((now) => output.flushIfDue(now));
  connectStreams(pyodide, output);
  pyodide.setInterruptBuffer(interrupts as unknown as Uint8Array);
  const session = installHarness(pyodide, interrupts);
  onFatal(pyodide, (error) => {
    output.flush();
    send({ type: 'broken', message: String(error) });
  });

  return {
    versions: { python: session.python_version, pyodide: pyodide.version },
    calls: {
      async run(request): Promise<RunReply> {
        run = request.run;
        output.begin();
        const started = performance.now();
        const reply = await runInSession(session, request);
        output.flush();
        return { ...reply, durationMs: performance.now() - started };
      },

      async writeFile(path, bytes): Promise<void> {
        const { FS } = pyodide;
        const place = `${FS.cwd()}/${path}`;
        FS.mkdirTree(place.slice(0, place.lastIndexOf('/')));
        FS.writeFile(place, new Uint8Array(bytes));
      },
    },
  };
}

/** `os._exit()`, `os.abort()` and faults of WebAssembly settle no promise; Pyodide tells of them by this hook alone. */
function onFatal(pyodide: PyodideAPI, tell: (error: unknown) => void): void {
  (pyodide as unknown as { _api: { on_fatal?: (error: unknown) => void } })._api.on_fatal = tell;
}

function connectStreams(pyodide: PyodideAPI, output: Output): void {
  const to = (stream: OutputChunk['stream']) => ({
    write(bytes: Uint8Array): number {
      output.write(stream, bytes);
      return bytes.length;
    },
    isatty: false,
  });
  pyodide.setStdout(to('stdout'));
  pyodide.setStderr(to('stderr'));
  pyodide.setStdin({ error: true });
}

async function runInSession(
  session: Session,
  { code, run, deadline }: RunRequest,
): Promise<Omit<RunReply, 'durationMs'>> {
  // Python that computes is interrupted at its deadline; Python that awaits polls nothing, but then timers fire.
  const timer = setTimeout(() => session.expire(), deadline);
  try {
    return JSON.parse(await session.run(code, run, deadline));
  } finally {
    clearTimeout(timer);
  }
}
