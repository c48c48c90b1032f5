import { transfer } from 'comlink';
import type { PyodideAPI } from 'pyodide';
import type {
  Display,
  OutputChunk,
  RunReply,
  RunRequest,
  StartWorker,
  WorkerCalls,
  WorkerEvent,
} from '../src/protocol.ts';
import { loadEngine } from './engine.ts';
import { installHarness, type Session } from './harness.ts';
import { HostRequests } from './hostRequests.ts';
import { Interrupts, turnOfTheEventLoop } from './interrupts.ts';
import { Output } from './output.ts';
import { findImports, installWheels } from './packages.ts';

export interface Runtime {
  calls: WorkerCalls;
  versions: { python: string; pyodide: string };
}

/** The longest delay that timers take, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Boots an interpreter, step by named step, to where it takes runs. */
export async function bootRuntime(start: StartWorker, send: (event: WorkerEvent) => void): Promise<Runtime> {
  send({ type: 'boot-step', step: 'start' });
  const pyodide = await loadEngine(start);
  send({ type: 'boot-step', step: 'prepare' });

  let run = 0;
  const output = new Output((chunks) => send({ type: 'output-delta', run, chunks }));
  const interrupts = new Interrupts((now) => output.flushIfDue(now));
  const requests = new HostRequests(send);
  connectStreams(pyodide, output);
  pyodide.setInterruptBuffer(interrupts as unknown as Uint8Array);
  onFatal(pyodide, (error) => {
    output.flush();
    send({ type: 'broken', message: String(error) });
  });
  const session = installHarness(pyodide, {
    arm: (milliseconds, ticks) => interrupts.arm(milliseconds, ticks),
    disarm: () => interrupts.disarm(),
    alarm: () => interrupts.alarm,
    turn: turnOfTheEventLoop,
    display(json) {
      output.flush();
      send({ type: 'display', run, display: JSON.parse(json) as Display });
    },
    read_input: (prompt) => requests.ask({ kind: 'input', prompt }),
    call_tool: (name, json) => requests.ask({ kind: 'tool', name, arguments: json }),
  });

  return {
    versions: { python: session.python_version, pyodide: pyodide.version },
    calls: {
      async run(request): Promise<RunReply> {
        run = request.run;
        output.begin(request.outputLimit);
        const started = performance.now();
        const reply = await runInSession(session, request);
        output.flush();
        return { ...reply, droppedOutput: output.dropped, durationMs: performance.now() - started };
      },
      stop: async (why) => (why === 'stop' ? session.stop() : session.expire()),
      answer: async (id, answer) => requests.answer(id, answer),
      setTools: async (tools) => session.set_tools(JSON.stringify(tools)),
      findImports: async (code) => findImports(pyodide, code),
      installWheels: async (wheels) => installWheels(pyodide, wheels),

      async writeFile(path, bytes) {
        pyodide.FS.writeFile(session.prepare_path(path), new Uint8Array(bytes), { canOwn: true });
      },
      async readFile(path) {
        const { buffer } = pyodide.FS.readFile(session.prepare_path(path)) as Uint8Array<ArrayBuffer>;
        return transfer(buffer, [buffer]);
      },
      listFiles: async () => JSON.parse(session.list_files()),
      removeFile: async (path) => session.remove_file(path),
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

type SessionReply = Omit<RunReply, 'durationMs' | 'droppedOutput'>;

async function runInSession(session: Session, { code, run, deadline }: RunRequest): Promise<SessionReply> {
  // Python that computes is interrupted at its deadline; Python that awaits polls nothing, but then timers fire.
  const timer = deadline > LONGEST_TIMER ? undefined : setTimeout(() => session.expire(), deadline);
  try {
    return JSON.parse(await session.run(code, run, deadline));
  } finally {
    clearTimeout(timer);
  }
}
