/**
 * What crosses between the host page (trusted) and the sealed frame (untrusted): types and constants only.
 *
 * The host calls the frame through comlink and listens to plain messages; it never exposes an object of its own, because
 * a comlink peer can reach the constructors of whatever it is given.
 */

/** How a run ended, in the words of the Gemini API (`CodeExecutionResult.outcome`). */
export const OUTCOMES = ['OUTCOME_OK', 'OUTCOME_FAILED', 'OUTCOME_DEADLINE_EXCEEDED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The files of a Pyodide distribution that the engine is booted from, by their names in that distribution. */
export const ENGINE_FILES = [
  'pyodide.mjs',
  'pyodide.asm.mjs',
  'pyodide.asm.wasm',
  'python_stdlib.zip',
  'pyodide-lock.json',
] as const;
export type EngineFile = (typeof ENGINE_FILES)[number];

/** The steps that the frame goes through, in order, from bytes to an interpreter that takes runs. */
export const BOOT_STEPS = ['compile', 'start', 'prepare'] as const;
export type BootStep = (typeof BOOT_STEPS)[number];

export type EngineBytes = Record<EngineFile, ArrayBuffer>;

/** The one message that the host sends to the frame's window; everything after goes over the port that comes with it. */
export interface Connect {
  type: 'connect';
}

/** What a worker is started with: the engine, compiled and in memory, so that the worker itself needs no network. */
export interface StartWorker {
  module: WebAssembly.Module;
  files: Omit<EngineBytes, 'pyodide.asm.wasm'>;
}

/** What the host can ask of the supervisor, the trusted half of the frame that starts and ends workers. */
export interface SupervisorCalls {
  /** Takes the engine's bytes (transferred) and the program of the worker, and compiles the WebAssembly module. */
  load(files: EngineBytes, workerSource: string): Promise<void>;
  /** Starts a worker that answers {@link WorkerCalls} and sends {@link WorkerEvent}s on `port`. */
  startWorker(id: number, port: MessagePort): Promise<void>;
  /** Ends a worker at once, whatever it is doing. */
  terminateWorker(id: number): Promise<void>;
}

/** What the supervisor tells the host unasked. */
export type SupervisorEvent = { type: 'worker-error'; id: number; message: string } | { type: 'frame-removed' };

/** What the host can ask of a worker. Its answers are untrusted: the host checks their shape. */
export interface WorkerCalls {
  run(request: RunRequest): Promise<RunReply>;
  /** Writes a file (its bytes are transferred) under a path relative to the working directory. */
  writeFile(path: string, bytes: ArrayBuffer): Promise<void>;
}

export interface RunRequest {
  /** Counts up from 1 in every sandbox; the events of a run carry it. */
  run: number;
  code: string;
  /** Milliseconds until the run is interrupted. */
  deadline: number;
}

export interface RunReply {
  outcome: Outcome;
  /** The exception that ended the run, where one did. */
  error?: PythonError;
  /** Milliseconds that Python was running. */
  durationMs: number;
}

/** An exception that user code did not catch. */
export interface PythonError {
  /** The class's name, qualified by its module where it is not a builtin: `ZeroDivisionError`, `json.decoder.JSONDecodeError`. */
  type: string;
  message: string;
  /** As Python prints it, with the user's lines and none of the engine's. */
  traceback: string;
}

/** What a worker tells the host unasked, in order. */
export type WorkerEvent =
  | { type: 'boot-step'; step: BootStep }
  | { type: 'ready'; python: string; pyodide: string }
  | { type: 'boot-failed'; message: string }
  /** The interpreter ended itself, or hit a fault it cannot go on from; no call will be answered. */
  | { type: 'broken'; message: string }
  | { type: 'output-delta'; run: number; chunks: OutputChunk[] };

/** Text that Python wrote, in the order in which it was written. */
export interface OutputChunk {
  stream: 'stdout' | 'stderr';
  text: string;
  /** Milliseconds since the run began. */
  time: number;
}
