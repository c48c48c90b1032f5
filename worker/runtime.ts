import type { PyodideAPI } from 'pyodide';
import type { OutputChunk, RunReply, StartWorker, WorkerCalls, WorkerEvent } from '../src/protocol.ts';
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

  return {
    versions: { python: session.python_version, pyodide: pyodide.version },
    calls: {
      async run(request): Promise<RunReply> {
        run = request.run;
        output.begin();
        const started = performance.now();
        const reply = await runInSession(session, request.code, request.run, request.deadline);
        output.flush();
        return { ...reply, durationMs: performance.now() - started };
      },
    },
  };
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
  code: string,
  run: number,
  deadline: number,
): Promise<Omit<RunReply, 'durationMs'>> {
  return JSON.parse(await session.run(code, run, deadline)) as Omit<RunReply, 'durationMs'>;
}
