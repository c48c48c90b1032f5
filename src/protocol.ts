/**
 * What crosses between the host page (trusted) and the sealed frame (untrusted): types and constants only.
 *
 * The host calls the frame through comlink and listens to plain messages; it never exposes an object of its own, because
 * a comlink peer can reach the constructors of whatever it is given.
 */

/** All of {@link RunStatus}. */
export const RUN_STATUSES = ['ok', 'error', 'timeout'] as const;
/**
 * How a run ended: it came to its end, failed with an error, or timed out.
 *
 * @useDeclaredType
 */
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Characters of output that a model is shown of one run, and of the text of one value: 64 KiB. */
export const MODEL_OUTPUT_LIMIT = 64 * 1024;
/** Pictures that one run saved and that are shown. */
export const MAX_SAVED_PICTURES = 20;
/** Bytes of a picture that is shown, whether code saved or drew it: 5 MiB. */
export const MAX_PICTURE_SIZE = 5 * 1024 ** 2;
/** Milliseconds that an interrupted run gets to end, its `finally` blocks included, before its worker is replaced. */
export const GRACE = 1_000;
/** Milliseconds of {@link GRACE} that are for showing the run's figures and files. */
export const CLEANUP_MS = 500;
/** Characters of JSON of a run's value: 1 MiB. */
export const VALUE_LIMIT = 1024 ** 2;

/** The files of a Pyodide distribution that the engine is booted from, by what they are and by their names in that distribution. */
export const ENGINE_FILES = {
  wasm: 'pyodide.asm.wasm',
  loader: 'pyodide.mjs',
  factory: 'pyodide.asm.mjs',
  standardLibrary: 'python_stdlib.zip',
  lock: 'pyodide-lock.json',
} as const;
export type EngineFile = keyof typeof ENGINE_FILES;
/** What `factory` is called in distributions before 314, where it is a classic script that leaves a global behind. */
export const CLASSIC_FACTORY = 'pyodide.asm.js';

/** All of {@link BootStep}, in order. */
export const BOOT_STEPS = ['compile', 'start', 'prepare'] as const;
/**
 * The steps that the frame goes through, in order, from bytes to an interpreter that takes runs: the WebAssembly module is compiled, once
 * for a frame; Python starts; what shows values and stops runs is put into it.
 *
 * @useDeclaredType
 */
export type BootStep = (typeof BOOT_STEPS)[number];

/** The files themselves: all but the WebAssembly, which is compiled while it comes. */
export type OtherEngineFiles = Record<Exclude<EngineFile, 'wasm'>, ArrayBuffer | Blob>;

/** The element of the frame's document that holds the program of its workers, as text. */
export const WORKER_ELEMENT = 'worker';

/**
 * The element of the frame's document that holds the host's secret where that document was made from text; of a file, it is in the address,
 * after `#`. Whoever frames the page can have another document loaded in the frame's place, but cannot read either.
 */
export const SECRET_ELEMENT = 'secret';

/** The one message that the host sends to the frame's window; everything after goes over the port that comes with it. */
export interface Connect {
  type: 'connect';
}

export interface WorkerOptions {
  /** Bytes to which the interpreter's memory may grow. */
  memoryLimit: number;
  /** The number of a snapshot that it is to go on from. */
  from?: number;
  /** Whether it is to start afresh where it cannot go on from the snapshot. */
  orAfresh?: boolean;
  /** The number under which a snapshot of it is to be kept, taken when it is ready and before any user code runs. */
  captureAs?: number;
}

/** By what snapshots and interpreters are told apart that do not fit each other. */
export interface Build {
  /** Of Pyodide, such as `314.0.7`. */
  pyodide: string;
  /** Pyodide's own mark of the build, in hexadecimal. */
  id: string;
  /** A hash of the Python side of the sandbox. */
  harness: string;
  /** Whether the browser can suspend WebAssembly (JSPI): functions in the table depend on it. */
  suspends: boolean;
}

/** Sentences on what a snapshot could not take along, at most. */
export const MAX_LOST = 1_000;

/** A snapshot of an interpreter, which stays in the frame. */
export interface SnapshotInfo {
  /** Bytes of memory and of files. */
  size: number;
  /** What could not be taken along, each as a sentence. */
  lost: string[];
  build: Build;
}

/** What the host can ask of the supervisor, the trusted half of the frame that starts and ends workers. */
export interface SupervisorCalls {
  /** Takes the engine's WebAssembly, as a file or as chunks of bytes on a port and `null` at its end, and compiles it while it comes. */
  compile(wasm: MessagePort | Blob): Promise<void>;
  /** Takes others of the engine's files. */
  addFiles(files: Partial<OtherEngineFiles>): Promise<void>;
  /** Has the first worker get as far as it can with what is there, to boot or to go on from a snapshot. */
  prepare(first: 'boot' | 'restore'): Promise<void>;
  /** Waits until the engine is compiled and its other files are read. Rejects where the bytes are no engine. */
  whenCompiled(): Promise<void>;
  /** Starts a worker that answers {@link WorkerCalls} and sends {@link WorkerEvent}s on `port`. */
  startWorker(id: number, options: WorkerOptions, port: MessagePort): Promise<void>;
  /** Starts a worker for JavaScript, which answers {@link JavaScriptCalls} on `port`. @param source its program */
  startJavaScript(id: number, source: string, port: MessagePort): Promise<void>;
  /** Ends a worker at once, whatever it is doing. */
  terminateWorker(id: number): Promise<void>;
  /** Keeps so many workers ready that go on from any snapshot. */
  keepSpares(count: number): Promise<void>;
  /** Takes a snapshot of a worker between two runs, and keeps it under a number. Rejects where there is something in the way. */
  capture(worker: number, snapshot: number): Promise<SnapshotInfo>;
  dropSnapshot(snapshot: number): Promise<void>;
  /** Gives a snapshot as bytes. `compress`: they are to be few, and not to be there quickly. */
  exportSnapshot(snapshot: number, compress: boolean): Promise<ArrayBuffer>;
  /** Keeps a snapshot that {@link exportSnapshot} gave, of so many bytes of memory and files. Rejects if it is damaged, or larger. */
  importSnapshot(snapshot: number, bytes: ArrayBuffer, size: number): Promise<SnapshotInfo>;
  /** Keeps a snapshot that is in a file, as {@link exportSnapshot} gave it. It is read, and refused where it is damaged, by a worker. */
  addSnapshotFile(snapshot: number, file: Blob): Promise<void>;
}

/** What the supervisor tells the host unasked. */
export type SupervisorEvent =
  /** The first of all, with the secret that the host gave its document. */
  | { type: 'connected'; secret: string }
  | { type: 'worker-error'; id: number; message: string }
  /** A worker could not go on from its snapshot, and starts afresh. */
  | { type: 'restore-refused'; id: number; message: string }
  /** The worker that was asked for a snapshot of itself has it taken, or cannot. */
  | ({ type: 'captured'; id: number; snapshot: number } & SnapshotInfo)
  | { type: 'capture-refused'; id: number; message: string }
  | { type: 'frame-removed' };

/** What the host can ask of a worker. Its answers are untrusted: the host checks their shape. */
export interface WorkerCalls {
  run(request: RunRequest): Promise<RunReply>;
  /** Ends the run that is going on, as soon as Python looks up: as if by Ctrl+C, or as if its timeout had come. */
  stop(why: 'stop' | 'timeout'): Promise<void>;
  /** Answers a `host-request`. */
  answer(id: number, answer: HostAnswer): Promise<void>;
  /** Answers as soon as the worker has nothing else to do: it computes no longer, or waits for something. */
  ping(): Promise<void>;
  /** Makes these functions of the host importable from the module `tools`. */
  setTools(tools: Record<string, ToolDescription>): Promise<void>;
  /** Names the modules that `code` imports, also inside functions, and that are not installed yet. */
  findImports(code: string): Promise<string[]>;
  /** Imports modules. What cannot be imported is left out. */
  importModules(names: string[]): Promise<void>;
  /** Unpacks wheels, whose hashes the host has checked. Rejects where one did not install. */
  installWheels(wheels: Wheel[]): Promise<void>;
  /** Writes a file (its bytes are transferred); folders on the way are made. Paths are relative to the working directory. */
  writeFile(path: string, bytes: ArrayBuffer): Promise<void>;
  /** Reads a file; rejects where it cannot be read. */
  readFile(path: string): Promise<ArrayBuffer>;
  /** Tells whether there is such a file or folder; rejects if the path leads out of the working directory. */
  fileExists(path: string): Promise<boolean>;
  /** Lists all files below the working directory, by path. */
  listFiles(): Promise<FileInfo[]>;
  /** Removes a file, or a folder with all that is in it; rejects where it cannot be removed. */
  removeFile(path: string): Promise<void>;
}

/** What the host can ask of a worker that runs JavaScript. Its answers are untrusted as well. */
export type JavaScriptCalls = Pick<WorkerCalls, 'run' | 'stop' | 'answer' | 'ping' | 'setTools'>;

/** One run of code. */
export interface RunRequest {
  /** Counts up from 1 in every sandbox; the events of a run carry it. */
  run: number;
  code: string;
  /** Variables that are set before the code runs: JSON text of an object. */
  inputs: string;
  /** Milliseconds until the run is interrupted, without those in which `input()` waits for its answer; `Infinity` for never. */
  timeout: number;
  /** Characters of output that are sent; what comes after is counted and dropped. */
  outputLimit: number;
  /** Whether there is somebody to answer `input()`. Nobody is asked otherwise. */
  answersInput: boolean;
}

/** What code asks of the host while it runs. The arguments of a tool are JSON text. */
export type HostRequest =
  | { kind: 'input'; prompt: string }
  | { kind: 'tool'; name: string; arguments: string }
  | FileRequest;

/** What JavaScript asks of the session's files, which are Python's. */
export type FileRequest =
  | { kind: 'read-file'; path: string }
  | { kind: 'write-file'; path: string; bytes: ArrayBuffer }
  | { kind: 'list-files' }
  | { kind: 'remove-file'; path: string };

/**
 * The line that was typed; JSON text of a tool's result, or of a list of files; a file's bytes; `null` where nobody answers, or where there
 * is nothing to say; or why it failed.
 */
export type HostAnswer = { value: string | ArrayBuffer | null } | { error: string };

/** A function of the host, as Python is told of it. */
export interface ToolDescription {
  /** What it does, in a sentence or more: the docstring of the function in Python. */
  description: string;
  /**
   * A JSON schema of an object: one property for each parameter, in the order in which Python takes them.
   * @see https://json-schema.org/draft/2020-12/json-schema-validation
   */
  parameters: unknown;
}

/** How a run ended, and what it left behind. */
export interface RunReply {
  status: RunStatus;
  /** The exception that ended the run, where one did. */
  error?: RunError;
  /** The value of the last expression, if JSON has such values: JSON text. */
  value?: string;
  /** Milliseconds from the start of the run to its end, waiting for answers included. */
  durationMs: number;
  /** Bytes to which Python's own memory has grown; files are not in it. It never shrinks. */
  memory?: number;
  /** Characters of output that were dropped. */
  droppedOutput: number;
  /** The files below the working directory that the run created or changed, in the order in which they were written. */
  files: FileInfo[];
  /** The names of the variables that are there afterwards; of JavaScript only. */
  variables?: string[];
}

/** An exception that user code did not catch. */
export interface RunError {
  /**
   * The class's name, qualified by its module where it is not a builtin: `ZeroDivisionError`, `json.decoder.JSONDecodeError`. Of JavaScript
   * the error's name, or what `typeof` says of what was thrown. At most 1 KiB.
   */
  type: string;
  /** `str()` of the exception, which user code may have written. At most 64 KiB, head and tail. */
  message: string;
  /** As Python prints it, or Node, with the user's lines and none of the engine's. At most some 16 KiB, head and tail. */
  traceback: string;
  /** What to do about it in a browser, where that is known: no network, no subprocess, a package that does not exist. */
  hint?: string;
}

/** A file in the sandbox. */
export interface FileInfo {
  /** Relative to the working directory, with slashes. Code chose it: it is a name to be shown, and no path on any other machine. */
  path: string;
  /** Bytes. */
  size: number;
  /** Guessed from the end of the path; `application/octet-stream` where that tells nothing. */
  mimeType: string;
}

/**
 * Something to be shown, in every form that it has, by MIME type, as Jupyter has it. Every form is text: base64 for `image/png` and
 * other pictures but `image/svg+xml`, JSON text for `application/json`. All of it was made by code that is not trusted: HTML and SVG
 * have to be sanitized before they are shown.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data
 */
export type MimeBundle = Record<string, string>;

/** One thing that a run showed. */
export interface Display {
  /** The value of the last expression, a call of `display()`, a figure of matplotlib, or a picture that the run saved. */
  source: 'result' | 'display' | 'figure' | 'file';
  /** What is shown, in all its forms. */
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
  /** It cannot be booted, or cannot go on from its snapshot. */
  | { type: 'boot-failed'; message: string }
  /** The interpreter ended itself, or hit a fault it cannot go on from; no call will be answered. */
  | { type: 'broken'; message: string }
  | { type: 'output-delta'; run: number; chunks: OutputChunk[] }
  | { type: 'display'; run: number; display: Display }
  | { type: 'host-request'; id: number; request: HostRequest };

/** Text that code wrote, in the order in which it was written. */
export interface OutputChunk {
  stream: 'stdout' | 'stderr';
  text: string;
  /** Milliseconds since the run began. */
  time: number;
}
