/**
 * What crosses between the host page (trusted) and the sealed frame (untrusted): types and constants only.
 *
 * The host calls the frame through comlink and listens to plain messages; it never exposes an object of its own, because
 * a comlink peer can reach the constructors of whatever it is given.
 */

/** How a run ended, in the words of the Gemini API (`CodeExecutionResult.outcome`). */
export const OUTCOMES = ['OUTCOME_OK', 'OUTCOME_FAILED', 'OUTCOME_DEADLINE_EXCEEDED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The files of a Pyodide distribution that the engine is booted from, by what they are and by their names in that distribution. */
export const ENGINE_FILES = {
  loader: 'pyodide.mjs',
  factory: 'pyodide.asm.mjs',
  wasm: 'pyodide.asm.wasm',
  standardLibrary: 'python_stdlib.zip',
  lock: 'pyodide-lock.json',
} as const;
export type EngineFile = keyof typeof ENGINE_FILES;
/** What `factory` is called in distributions before 314, where it is a classic script that leaves a global behind. */
export const CLASSIC_FACTORY = 'pyodide.asm.js';

/** The steps that the frame goes through, in order, from bytes to an interpreter that takes runs. */
export const BOOT_STEPS = ['compile', 'start', 'prepare'] as const;
export type BootStep = (typeof BOOT_STEPS)[number];

export type EngineBytes = Record<EngineFile, ArrayBuffer>;

/** The one message that the host sends to the frame's window; everything after goes over the port that comes with it. */
export interface Connect {
  type: 'connect';
}

/** What a worker is started with: the engine, compiled and in memory, so that the worker itself needs no network. */
export interface StartWorker extends WorkerOptions {
  module: WebAssembly.Module;
  files: Omit<EngineBytes, 'wasm'>;
}

export interface WorkerOptions {
  /** Bytes to which the interpreter's memory may grow. */
  memoryLimit: number;
}

/** What the host can ask of the supervisor, the trusted half of the frame that starts and ends workers. */
export interface SupervisorCalls {
  /** Takes the engine's bytes (transferred) and the program of the worker, and compiles the WebAssembly module. */
  load(files: EngineBytes, workerSource: string): Promise<void>;
  /** Starts a worker that answers {@link WorkerCalls} and sends {@link WorkerEvent}s on `port`. */
  startWorker(id: number, options: WorkerOptions, port: MessagePort): Promise<void>;
  /** Ends a worker at once, whatever it is doing. */
  terminateWorker(id: number): Promise<void>;
}

/** What the supervisor tells the host unasked. */
export type SupervisorEvent =
  | { type: 'connected' }
  | { type: 'worker-error'; id: number; message: string }
  | { type: 'frame-removed' };

/** What the host can ask of a worker. Its answers are untrusted: the host checks their shape. */
export interface WorkerCalls {
  run(request: RunRequest): Promise<RunReply>;
  /** Ends the run that is going on, as soon as Python looks up: as if by Ctrl+C, or as if its deadline had come. */
  stop(why: 'stop' | 'deadline'): Promise<void>;
  /** Answers a `host-request`. */
  answer(id: number, answer: HostAnswer): Promise<void>;
  /** Makes these functions of the host importable from the module `tools`. */
  setTools(tools: Record<string, ToolDescription>): Promise<void>;
  /** Names the modules that `code` imports, also inside functions, and that are not installed yet. */
  findImports(code: string): Promise<string[]>;
  /** Unpacks wheels, whose hashes the host has checked. Rejects where one did not install. */
  installWheels(wheels: Wheel[]): Promise<void>;
  /** Writes a file (its bytes are transferred); folders on the way are made. Paths are relative to the working directory. */
  writeFile(path: string, bytes: ArrayBuffer): Promise<void>;
  readFile(path: string): Promise<ArrayBuffer>;
  listFiles(): Promise<FileInfo[]>;
  removeFile(path: string): Promise<void>;
}

export interface RunRequest {
  /** Counts up from 1 in every sandbox; the events of a run carry it. */
  run: number;
  code: string;
  /** Milliseconds until the run is interrupted. */
  deadline: number;
  /** Characters of output that are sent; what comes after is counted and dropped. */
  outputLimit: number;
}

/** What Python asks of the host while it runs. The arguments of a tool are JSON text. */
export type HostRequest = { kind: 'input'; prompt: string } | { kind: 'tool'; name: string; arguments: string };

/** The line that was typed, or JSON text of a tool's result; `null` where nobody answers; or why it failed. */
export type HostAnswer = { value: string | null } | { error: string };

export interface ToolDescription {
  description: string;
  /** A JSON schema of an object: one property for each parameter. */
  parameters: unknown;
}

export interface RunReply {
  outcome: Outcome;
  /** The exception that ended the run, where one did. */
  error?: PythonError;
  /** Milliseconds that Python was running. */
  durationMs: number;
  /** Characters of output that were dropped. */
  droppedOutput: number;
  /** The files below the working directory that the run created or changed, in the order in which they were written. */
  files: FileInfo[];
}

/** An exception that user code did not catch. */
export interface PythonError {
  /** The class's name, qualified by its module where it is not a builtin: `ZeroDivisionError`, `json.decoder.JSONDecodeError`. */
  type: string;
  message: string;
  /** As Python prints it, with the user's lines and none of the engine's. */
  traceback: string;
  /** What to do about it in a browser, where that is known: no network, no subprocess, a package that does not exist. */
  hint?: string;
}

/** A file in the sandbox. */
export interface FileInfo {
  /** Relative to the working directory. */
  path: string;
  /** Bytes. */
  size: number;
  mimeType: string;
}

/**
 * Something to be shown, in every form that it has, by MIME type, as Jupyter has it. Every form is text: base64 for `image/png` and
 * `image/jpeg`, JSON text for `application/json`.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data
 */
export type MimeBundle = Record<string, string>;

export interface Display {
  /** The value of the last expression, a call of `display()`, a figure of matplotlib, or a picture that the run saved. */
  source: 'result' | 'display' | 'figure' | 'file';
  data: MimeBundle;
  /** Of the file, where the source is one. */
  path?: string;
}

/** A wheel (or a zip of shared libraries) of Pyodide's lock file, unpacked into site-packages. */
export interface Wheel {
  /** As the wheel's file is named: name, version, tags. */
  fileName: string;
  bytes: ArrayBuffer;
  /** As the lock file has it; a shared library is loaded for others to link to, and is no Python package. */
  packageType: 'package' | 'shared_library';
}

/** What a worker tells the host unasked, in order. */
export type WorkerEvent =
  | { type: 'boot-step'; step: BootStep }
  | { type: 'ready'; python: string; pyodide: string }
  | { type: 'boot-failed'; message: string }
  /** The interpreter ended itself, or hit a fault it cannot go on from; no call will be answered. */
  | { type: 'broken'; message: string }
  | { type: 'output-delta'; run: number; chunks: OutputChunk[] }
  | { type: 'display'; run: number; display: Display }
  | { type: 'host-request'; id: number; request: HostRequest };

/** Text that Python wrote, in the order in which it was written. */
export interface OutputChunk {
  stream: 'stdout' | 'stderr';
  text: string;
  /** Milliseconds since the run began. */
  time: number;
}
