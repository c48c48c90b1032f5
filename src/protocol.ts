/**
 * The types and constants that the host page (trusted) and the sealed frame (untrusted) share. The host calls the frame through comlink, and
 * listens to plain messages. It never exposes an object of its own: a comlink peer can reach the constructors of an exposed object.
 */

/** All of {@link RunStatus}. */
export const RUN_STATUSES = ['ok', 'error', 'timeout'] as const;
/**
 * How a run ended: `'ok'` (the code ran to its end), `'error'` (it failed) or `'timeout'`.
 * @useDeclaredType
 */
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Characters of a run's output that a model is shown, and of the text of one value: 64 KiB. */
export const MODEL_OUTPUT_LIMIT = 64 * 1024;
/** Saved pictures of one run that are shown. */
export const MAX_SAVED_PICTURES = 20;
/** Bytes of a picture that is shown, whether code saved or drew it: 5 MiB. */
export const MAX_PICTURE_SIZE = 5 * 1024 ** 2;
/** Milliseconds that an interrupted run gets to end, its `finally` blocks included, before its worker is replaced. */
export const GRACE = 1_000;
/** Milliseconds of {@link GRACE} that are for showing the run's figures and files. */
export const CLEANUP_MS = 500;
/** Characters of JSON of a run's value: 1 MiB. */
export const VALUE_LIMIT = 1024 ** 2;

/** The files of a Pyodide distribution that the engine is booted from: what each is, and its name in the distribution. */
export const ENGINE_FILES = {
  wasm: 'pyodide.asm.wasm',
  loader: 'pyodide.mjs',
  factory: 'pyodide.asm.mjs',
  standardLibrary: 'python_stdlib.zip',
  lock: 'pyodide-lock.json',
} as const;
export type EngineFile = keyof typeof ENGINE_FILES;
/** The name of `factory` in distributions before 314: a classic script that sets a global. */
export const CLASSIC_FACTORY = 'pyodide.asm.js';

/** All of {@link BootStep}, in order. */
export const BOOT_STEPS = ['compile', 'start', 'prepare'] as const;
/**
 * The steps from downloaded files to an interpreter that takes runs, in order: `'compile'` (the WebAssembly module, once for each frame),
 * `'start'` (Python itself), `'prepare'` (the sandbox's own Python modules).
 * @useDeclaredType
 */
export type BootStep = (typeof BOOT_STEPS)[number];

/** The contents of the files except the WebAssembly, which is compiled while it is downloaded. */
export type OtherEngineFiles = Record<Exclude<EngineFile, 'wasm'>, ArrayBuffer | Blob>;

/** The element of the frame's document that holds the program of its workers, as text. */
export const WORKER_ELEMENT = 'worker';

/**
 * The element with the host's secret in a document of the frame that was made from text. Otherwise the secret is in the address, after `#`.
 * A page that embeds this one can load another document in the frame's place, but can read neither.
 */
export const SECRET_ELEMENT = 'secret';

/** The only message that the host sends to the frame's window. All others go over the port that comes with it. */
export type Connect = { type: 'connect' };

export interface WorkerOptions {
  /** Bytes to which the interpreter's memory may grow. */
  memoryLimit: number;
  /** The number of a snapshot to go on from, and whether it starts afresh if it can't. */
  from?: number;
  orAfresh?: boolean;
  /** The number for a snapshot that is taken when the interpreter is ready, before any user code runs. */
  captureAs?: number;
}

/** Identifies a build: a snapshot fits only interpreters of the build that made it. */
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

/** Sentences about what a snapshot lacks. The last one counts the others. */
export const MAX_LOST = 1_000;

/** A snapshot of an interpreter, which stays in the frame: the bytes of its memory and files, and sentences about what it lacks. */
export interface SnapshotInfo {
  size: number;
  lost: string[];
  build: Build;
}

/** Calls of the host to the supervisor, the part of the frame that starts and ends workers and runs no user code. */
export interface SupervisorCalls {
  /** Compiles the engine's WebAssembly, given as a file, or as chunks of bytes on a port and `null` at the end. */
  compile(wasm: MessagePort | Blob): Promise<void>;
  addFiles(files: Partial<OtherEngineFiles>): Promise<void>;
  /** Prepares the first worker as far as possible, to boot or to go on from a snapshot. */
  prepare(first: 'boot' | 'restore'): Promise<void>;
  /** Waits until the engine is compiled and its other files are read. Rejects if the bytes are no engine. */
  whenCompiled(): Promise<void>;
  /** Starts a worker that answers {@link WorkerCalls} and sends {@link WorkerEvent}s on `port`. */
  startWorker(id: number, options: WorkerOptions, port: MessagePort): Promise<void>;
  /** Starts a worker for JavaScript, which answers {@link JavaScriptCalls} on `port`. @param source its program */
  startJavaScript(id: number, source: string, port: MessagePort): Promise<void>;
  /** Ends a worker at once, whatever it is doing. */
  terminateWorker(id: number): Promise<void>;
  /** Keeps `count` workers ready that can go on from any snapshot, and one that has gone on from the snapshot `restored` already. */
  keepSpares(count: number, restored?: number): Promise<void>;
  /** Takes a snapshot of a worker between two runs, and stores it under a number. Rejects if that is impossible. */
  capture(worker: number, snapshot: number): Promise<SnapshotInfo>;
  dropSnapshot(snapshot: number): Promise<void>;
  /** Frees the memory that a snapshot has in common with one of `others`. */
  compactSnapshot(snapshot: number, others: number[]): Promise<void>;
  /** Gives a snapshot as bytes. `compress`: few bytes rather than soon. */
  exportSnapshot(snapshot: number, compress: boolean): Promise<ArrayBuffer>;
  /** Gives it in chunks: the hash and size of each. Sends those not `known` on `files`, once, in gzip, then `null`; each message is answered. */
  exportChanges(snapshot: number, known: string[], files: MessagePort): Promise<[string, number][]>;
  /** Adds a snapshot from {@link exportSnapshot}. Rejects if it is damaged, or has more than `size` bytes of memory and files. */
  importSnapshot(snapshot: number, bytes: ArrayBuffer, size: number): Promise<SnapshotInfo>;
  /** Adds a snapshot from {@link exportSnapshot} that is in a file. A worker reads it later, and refuses it if it is damaged. */
  addSnapshotFile(snapshot: number, file: Blob): Promise<void>;
}

/** Messages of the supervisor to the host. */
export type SupervisorEvent =
  /** The first message, with the secret that the host gave the document. */
  | { type: 'connected'; secret: string }
  | { type: 'worker-error'; id: number; message: string }
  /** A worker can't go on from its snapshot, and starts afresh. */
  | { type: 'restore-refused'; id: number; message: string }
  /** The answers to {@link WorkerOptions.captureAs}. */
  | ({ type: 'captured'; id: number; snapshot: number } & SnapshotInfo)
  | { type: 'capture-refused'; id: number; message: string }
  | { type: 'frame-removed' };

/** Calls of the host to a worker. The answers are untrusted: the host checks their shape. */
export interface WorkerCalls {
  run(request: RunRequest): Promise<RunReply>;
  /** Ends the current run as Ctrl+C does, or as its timeout does, when Python polls signals next. */
  stop(why: 'stop' | 'timeout'): Promise<void>;
  /** Stops the run's timeout until a `host-request` is answered: a person is asked. */
  pauseUntilAnswered(id: number): Promise<void>;
  /** Answers when the worker is idle: it does not compute, or it waits for something. */
  ping(): Promise<void>;
  /** Makes functions of the host importable from the module `tools`. */
  setTools(tools: Record<string, ToolDescription>): Promise<void>;
  /** Names the modules that `code` imports, also inside functions, and that are not installed. */
  findImports(code: string): Promise<string[]>;
  /** Imports modules. Those that can't be imported are skipped. */
  importModules(names: string[]): Promise<void>;
  /** Answers what an editor asks while a user types, with JSON text. */
  introspect(request: IntrospectionRequest): Promise<string>;
  /** Answers a question about a table that code showed with JSON text: `null` if the table is not kept. The question is JSON text, too. */
  askTable(request: string): Promise<string>;
  /** Unpacks wheels, whose hashes the host has checked. Rejects if one can't be installed. */
  installWheels(wheels: Wheel[]): Promise<void>;
  /** Writes a file, and makes the folders on the way. `bytes` are transferred. Paths are relative to the working directory. */
  writeFile(path: string, bytes: ArrayBuffer): Promise<void>;
  /** Reads a file. Rejects if it can't be read. */
  readFile(path: string): Promise<ArrayBuffer>;
  /** Tells whether a file or folder exists. Rejects if the path leads out of the working directory. */
  fileExists(path: string): Promise<boolean>;
  /** Lists all files below the working directory, by path. */
  listFiles(): Promise<FileInfo[]>;
  /** Removes a file, or a folder with its contents. Rejects if it can't be removed. */
  removeFile(path: string): Promise<void>;
}

/** Calls of the host to a worker that runs JavaScript. The answers are untrusted, too. */
export type JavaScriptCalls = Pick<WorkerCalls, 'run' | 'stop' | 'ping' | 'setTools'>;

/** One run of code. */
export interface RunRequest {
  /** Counts up from 1 in every sandbox. The events of a run carry it. */
  run: number;
  code: string;
  /** Variables that are set before the code runs: JSON text of an object. */
  inputs: string;
  /** Whether its variables are dropped at its end, and its source is not remembered. Python only. */
  aside: boolean;
  /** Milliseconds until the run is interrupted, except those in which a person is asked; `Infinity` for never. */
  timeout: number;
  /** Characters of output that are sent. Further ones are counted and dropped. */
  outputLimit: number;
  /** Whether `input()` is answered. Otherwise it fails at once. */
  answersInput: boolean;
  /** Pixels in each direction that a figure of matplotlib is drawn with, for one of the page. */
  pixelRatio: number;
}

/** The tool that sends code's requests to other servers, if the page allows that. No other has its name, which Python can't import. */
export const FETCH_TOOL = 'network.fetch';

/** Requests of running code to the host. The arguments of a tool are JSON text. */
export type HostRequest =
  | { kind: 'input'; prompt: string }
  | { kind: 'tool'; name: string; arguments: string }
  | { kind: 'font'; characters: string }
  | FileRequest;

/** Requests of JavaScript for the session's files, which Python holds. */
export type FileRequest =
  | { kind: 'read-file'; path: string }
  | { kind: 'write-file'; path: string; bytes: ArrayBuffer }
  | { kind: 'list-files' }
  | { kind: 'remove-file'; path: string };

/** A typed line, JSON of a tool's result or of a list of files, or the bytes of a file or a font; `null` if there is none. Or why it failed, with a tool's error's name. */
export type HostAnswer = { value: string | ArrayBuffer | null } | { error: string; name?: string };

/** Answers a `host-request`. A message and no call: code waits for it, and the host for nothing. */
export type HostAnswerMessage = { type: 'answer'; id: number; answer: HostAnswer };

/** The description of a tool, for the languages that call it. */
export interface ToolDescription {
  /** Python's docstring: the tool's description, then those of its parameters. */
  documentation: string;
  /** Python's signature, such as `(city: str, days: int = 1) -> dict`. */
  signature: string;
  /** In the order in which arguments without names are taken. */
  parameters: ToolParameter[];
  /** Whether arguments with other names are taken, too. */
  takesMore: boolean;
}

/** A parameter of a tool: its name in the tool's schema, and its name in Python, which is the same if that is a name of Python. */
export interface ToolParameter {
  name: string;
  pythonName: string;
  required: boolean;
}

/** A question of an editor. Places are counted in characters (code points), as Python does. */
export type IntrospectionRequest =
  | { kind: 'complete'; code: string; cursor: number }
  | { kind: 'inspect'; code: string; cursor: number; detail: boolean }
  | { kind: 'is-complete'; code: string }
  | { kind: 'variables' | 'packages' };

/** The result of a run, except its output. */
export interface RunReply {
  status: RunStatus;
  /** The exception that ended the run, if one did. */
  error?: RunError;
  /** JSON text of the value of the last expression, if JSON can express it. */
  value?: string;
  /** Milliseconds from the start of the run to its end, including waits for answers. */
  durationMs: number;
  /** Bytes to which Python's own memory has grown, files not included. It never shrinks. */
  memory?: number;
  /** Characters of output that were dropped. */
  droppedOutput: number;
  /** The files below the working directory that the run created or changed, in the order in which they were written. */
  files: FileInfo[];
  /** What the run wrote and showed last, after its events: at most two more. Python only. */
  last?: RunEvent[];
  /** The names of the session's variables. JavaScript only. */
  variables?: string[];
}

/** An exception that user code did not catch. */
export interface RunError {
  /**
   * The name of its class, with the module unless it is a builtin: `ZeroDivisionError`, `json.decoder.JSONDecodeError`. In JavaScript the
   * name of the error, or the `typeof` of any other value that was thrown. At most 1,024 characters (1 KiB).
   */
  type: string;
  /** `str()` of the exception, which user code may have written. At most 65,536 characters (64 KiB), head and tail. */
  message: string;
  /** The traceback as Python prints it, or the stack as Node does, without the engine's lines. At most some 16 KiB, head and tail. */
  traceback: string;
  /** A hint for errors that come from running in a browser: there is no network and no subprocess, or a package does not exist. */
  hint?: string;
}

/** A file in the sandbox. */
export interface FileInfo {
  /** Relative to the working directory, with slashes. Code chose it: show it, but don't use it as a path on another machine. */
  path: string;
  /** Bytes. */
  size: number;
  /** Guessed from the extension; `application/octet-stream` if that is unknown. */
  mimeType: string;
}

/**
 * The forms of a displayed value, by MIME type, as in Jupyter. Each form is text: base64 for pictures such as `image/png`, except
 * `image/svg+xml`; JSON text for `application/json`. Untrusted code made it: sanitize HTML and SVG before you show them.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data
 */
export type MimeBundle = Record<string, string>;

/** The form of a figure of matplotlib that is the data in it: JSON text of a `Chart` of src/sandbox/charts/chart.ts. */
export const CHART_MIME_TYPE = 'application/vnd.glovebox.chart+json';

/** A value or picture that a run showed. */
export interface Display {
  /** The value of the last expression, a call of `display()`, a figure of matplotlib, or a picture or PDF that the run saved. */
  source: 'result' | 'display' | 'figure' | 'file';
  /** All forms of the value. `text/plain` is nearly always among them. */
  data: MimeBundle;
  /** The path of the file that is shown, if it is one. A PDF, and what `FileLink` shows, have no other form but their text. */
  path?: string;
  /** IPython's `display_id`, if it has one: it replaces the display of the run that had the same one. At most 10,000 characters. */
  displayId?: string;
}

/** What the page sends to the frame of a chart; and hears: pixels, a PNG in base64, what was not loaded, a sentence, why it can't be drawn. */
export type ChartOrder = { chart: string; description: string; asPicture?: boolean };
export type ChartReport =
  | { type: 'started'; secret: string }
  | { type: 'picture'; data: string }
  | { type: 'height'; height: number }
  | { type: 'refused'; address: string }
  | { type: 'noted' | 'failed'; message: string };

/** A wheel, or a zip of shared libraries, to be unpacked into site-packages. */
export interface Wheel {
  /** With name, version and tags. */
  fileName: string;
  bytes: ArrayBuffer;
  /** As in the lock file. A shared library is no Python package: other libraries link to it. */
  packageType: 'package' | 'shared_library';
}

/** What a run writes and shows, in order. `clears`: what came before is removed first. */
export type RunEvent =
  | { type: 'output-delta'; run: number; chunks: OutputChunk[]; clears?: boolean }
  | { type: 'display'; run: number; display: Display; clears?: boolean };

/** Messages of a worker to the host, in order. */
export type WorkerEvent =
  | { type: 'boot-step'; step: BootStep }
  | { type: 'ready'; python: string; pyodide: string }
  /** It can't be booted, or can't go on from its snapshot. */
  | { type: 'boot-failed'; message: string }
  /** The interpreter ended itself, or crashed. It answers no more calls. */
  | { type: 'broken'; message: string }
  | RunEvent
  | { type: 'host-request'; id: number; request: HostRequest };

/** A piece of text that code wrote; `time` in milliseconds since the run began. */
export interface OutputChunk {
  stream: 'stdout' | 'stderr';
  text: string;
  time: number;
}
