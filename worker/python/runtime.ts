import { transfer } from 'comlink';
import type { PyodideAPI } from 'pyodide';
import {
  type Display,
  FETCH_TOOL,
  type OutputChunk,
  type RunEvent,
  type RunReply,
  type WorkerCalls,
  type WorkerEvent,
} from '../../src/protocol.ts';
import { clock } from '../common/clock.ts';
import { HostRequests } from '../common/hostRequests.ts';
import { nextTask } from '../common/nextTask.ts';
import { Output } from '../common/output.ts';
import { fetchThroughPage } from '../common/pageFetch.ts';
import { truncate } from '../common/truncate.ts';
import { catchUncaught } from '../common/uncaught.ts';
import { SnapshotTaker } from '../snapshot/capture.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { moduleOf } from './emscripten.ts';
import type { PendingEngine } from './engineParts.ts';
import { FileChanges } from './fileChanges.ts';
import { beginRun, type HarnessHost, openSession, resumeSession, type Session, type SessionReply } from './harness.ts';
import { Interrupts } from './interrupts.ts';
import { loadEngine } from './loadPyodide.ts';
import type { MemoryLimit } from './memoryLimit.ts';
import { Outbox } from './outbox.ts';
import { findImports, installWheels } from './packages.ts';
import { readFolder } from './readFolder.ts';
import { StackGuard } from './stack/stackGuard.ts';
import { connectStreams } from './standardStreams.ts';

/** Characters of a report of an uncaught error. */
const MAX_REPORT_LENGTH = 16 * 1024;

export interface Runtime {
  requests: HostRequests;
  calls: WorkerCalls;
  snapshotTaker: SnapshotTaker;
  versions: { python: string; pyodide: string };
}

/** The worker's own part of an interpreter: output, interrupts, requests to the host. */
class WorkerContext {
  run = 0;
  answersInput = false;
  reopenStreams = () => {};
  readFolder: (path: string, most: number) => string = () => '[]';
  writeFile = (_path: string, _bytes: ArrayBuffer) => {};
  guard: StackGuard | undefined;
  fileChanges: FileChanges | undefined;
  readonly output: Output;
  readonly interrupts: Interrupts;
  readonly requests: HostRequests;
  readonly outbox: Outbox;

  constructor(post: (event: WorkerEvent) => void) {
    const outbox = new Outbox(post);
    this.outbox = outbox;
    this.output = new Output((chunks, clears) => outbox.send(this.#written(chunks, clears)));
    this.interrupts = new Interrupts((now) => {
      this.output.flushIfDue(now);
      outbox.flushIfDue(now);
    });
    this.requests = new HostRequests((event) => outbox.send(event));
  }

  /** Shows a display, given as JSON. */
  display(json: string): void {
    const { output, outbox } = this;
    const clears = output.flushBeforeDisplay();
    const event = { type: 'display', run: this.run, display: JSON.parse(json) as Display, clears } as const;
    // The value of the last expression: nearly always the end of the run is next.
    if (event.display.source === 'result') outbox.keep(event, clock());
    else outbox.send(event);
  }

  /** Gives what goes with the reply of the run. */
  takeLast(): RunEvent[] {
    const kept = this.outbox.take();
    const written = this.output.take();
    return [...(kept ? [kept] : []), ...(written ? [this.#written(written.chunks, written.clears)] : [])];
  }

  #written(chunks: OutputChunk[], clears: boolean): RunEvent {
    return { type: 'output-delta', run: this.run, chunks, clears };
  }
}

/**
 * Boots an interpreter in named steps, until it can run code.
 *
 * @param snapshot to restore; without one, the interpreter starts afresh
 */
export async function bootRuntime(
  engine: PendingEngine,
  memoryLimit: MemoryLimit,
  snapshot: Promise<Snapshot> | undefined,
  send: (event: WorkerEvent) => void,
): Promise<Runtime> {
  const worker = new WorkerContext(send);
  const { output, outbox } = worker;
  const host = hostOf(worker);
  send({ type: 'boot-step', step: 'start' });
  const pyodide = await loadEngine(engine, memoryLimit, worker.interrupts, snapshot && { snapshot, host });
  send({ type: 'boot-step', step: 'prepare' });
  const guard = StackGuard.of(moduleOf(pyodide));
  worker.guard = guard;
  worker.fileChanges = new FileChanges(moduleOf(pyodide));
  worker.readFolder = (path, most) => JSON.stringify(readFolder(moduleOf(pyodide).FS, path, most));
  worker.writeFile = (path, bytes) => pyodide.FS.writeFile(path, new Uint8Array(bytes), { canOwn: true });
  worker.reopenStreams = connectStreams(pyodide, output);
  catchUncaught((thrown) => output.writeText('stderr', reportOf(thrown)));
  worker.interrupts.start(moduleOf(pyodide));
  onFatal(pyodide, (error) => {
    output.flush();
    outbox.send({ type: 'broken', message: String(error) });
  });
  const resumed = await snapshot;
  const session = resumed ? resumeSession(pyodide) : openSession(pyodide, host);
  guard.start(JSON.parse(session.recursive_types()), !resumed);
  return {
    requests: worker.requests,
    snapshotTaker: new SnapshotTaker(pyodide, session, host, resumed),
    versions: { python: session.python_version, pyodide: pyodide.version },
    calls: callsOf(worker, pyodide, session, guard),
  };
}

function hostOf(worker: WorkerContext): HarnessHost {
  const { output, interrupts, requests } = worker;
  return {
    arm: (milliseconds, ticks) => interrupts.arm(milliseconds, ticks),
    disarm: () => interrupts.disarm(),
    alarm: () => interrupts.alarm,
    reopen_streams: () => worker.reopenStreams(),
    files_changed: () => worker.fileChanges?.take() ?? true,
    read_folder: (path, most) => worker.readFolder(path, most),
    next_task: nextTask,
    display: (json) => worker.display(json),
    clear_output: (wait) => output.clear(wait),
    answers_input: () => worker.answersInput,
    async read_input(prompt) {
      if (!worker.answersInput) return undefined;
      const resume = interrupts.pause();
      try {
        return await requests.ask({ kind: 'input', prompt });
      } finally {
        resume();
      }
    },
    use_more_stack: (more) => worker.guard?.widen(more),
    call_tool: (name, json) => requests.ask({ kind: 'tool', name, arguments: json }),
    wait_for_tool: (name, json) => requests.ask({ kind: 'tool', name, arguments: json }, true),
    async save_font(characters, path) {
      const font = await requests.ask({ kind: 'font', characters }, true);
      if (font) worker.writeFile(path, font);
      return font !== undefined;
    },
    cancel_waits: () => requests.cancel(),
  };
}

function callsOf(worker: WorkerContext, pyodide: PyodideAPI, session: Session, guard: StackGuard): WorkerCalls {
  const { output, requests } = worker;
  let knownPixelRatio: number | undefined;
  return {
    async run({ run, code, inputs, timeout, aside, outputLimit, answersInput, pixelRatio }): Promise<RunReply> {
      Object.assign(worker, { run, answersInput });
      output.begin(outputLimit);
      guard.adjust((levels, then) => session.call_at_depth(levels, then));
      const started = clock();
      if (pixelRatio !== knownPixelRatio) session.set_pixel_ratio(pixelRatio);
      knownPixelRatio = pixelRatio;
      const json = await new Promise<string>((resolve, reject) => {
        session.run(code, run, inputs, timeout, aside, resolve);
        beginRun(pyodide, session).catch(reject);
      });
      const reply = JSON.parse(json) as SessionReply;
      const last = worker.takeLast();
      const durationMs = clock() - started;
      const memory = moduleOf(pyodide).HEAPU8.byteLength;
      return { ...reply, last, droppedOutput: output.dropped, durationMs, memory };
    },
    stop: async (why) => (why === 'stop' ? session.stop() : session.expire()),
    pauseUntilAnswered: async (id) => requests.whenAnswered(id, worker.interrupts.pause()),
    ping: async () => {},
    async setTools(tools) {
      if (FETCH_TOOL in tools) fetchThroughPage((request) => requests.ask(request));
      session.set_tools(JSON.stringify(tools));
    },
    findImports: async (code) => findImports(pyodide, session, code),
    importModules: async (names) => session.import_modules(JSON.stringify(names)),
    introspect: async (request) => session.introspect(JSON.stringify(request)),
    askTable: async (request) => session.ask_table(request),
    installWheels: async (wheels) => installWheels(pyodide, wheels),
    async writeFile(path, bytes) {
      pyodide.FS.writeFile(session.prepare_path(path), new Uint8Array(bytes), { canOwn: true });
    },
    async readFile(path) {
      const { buffer } = pyodide.FS.readFile(session.resolve_path(path)) as Uint8Array<ArrayBuffer>;
      return transfer(buffer, [buffer]);
    },
    fileExists: async (path) => session.file_exists(path),
    listFiles: async () => JSON.parse(session.list_files()),
    removeFile: async (path) => session.remove_file(path),
  };
}

/** Reports an uncaught error as notebooks do. The message of an exception of Python's is its traceback. */
function reportOf(thrown: unknown): string {
  let text = 'something that cannot be shown';
  try {
    text = thrown instanceof Error && thrown.name === 'PythonError' ? thrown.message : String(thrown);
  } catch {}
  return `Exception in a callback of JavaScript:\n${truncate(text.trimEnd(), MAX_REPORT_LENGTH)}\n`;
}

/** `os._exit()`, `os.abort()` and faults of WebAssembly settle no promise; Pyodide tells of them by this hook alone. */
function onFatal(pyodide: PyodideAPI, tell: (error: unknown) => void): void {
  (pyodide as unknown as { _api: { on_fatal?: (error: unknown) => void } })._api.on_fatal = tell;
}
