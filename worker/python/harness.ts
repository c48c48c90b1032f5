import type { PyodideAPI } from 'pyodide';
import {
  CLEANUP_MS,
  MAX_PICTURE_SIZE,
  MAX_SAVED_PICTURES,
  MODEL_OUTPUT_LIMIT,
  type RunReply,
  VALUE_LIMIT,
} from '../../src/protocol.ts';
import { moduleOf } from './emscripten.ts';
import { type Alarm, INTERRUPT } from './interrupts.ts';

/** The Python package `harness/`, by path. */
const SOURCES = import.meta.glob<string>('../harness/**/*.py', { query: '?raw', import: 'default', eager: true });
const SOURCES_ROOT = '../harness/';
const PACKAGE = 'glovebox_harness';
/** Outside site-packages, so that tracebacks can tell the harness's frames from all others. */
const FOLDER = `/glovebox/${PACKAGE}/`;

/** `Limits` of harness/contract.py. */
const LIMITS = {
  value_length: MODEL_OUTPUT_LIMIT,
  json_length: VALUE_LIMIT,
  picture_size: MAX_PICTURE_SIZE,
  saved_pictures: MAX_SAVED_PICTURES,
  cleanup_ms: CLEANUP_MS,
  interrupt_signal: INTERRUPT,
};

/** `SessionReply` of harness/contract.py, to which the worker adds times and sizes. */
export type SessionReply = Pick<RunReply, 'status' | 'error' | 'value' | 'files'>;

/** `Host` of harness/contract.py: the calls of the harness to JavaScript. */
export interface HarnessHost {
  /** Interrupts the running code after `milliseconds`. `ticks`: lets messages in every now and then before that. */
  arm(milliseconds: number, ticks: boolean): void;
  disarm(): void;
  /** The reason for the latest interrupt. */
  alarm(): Alarm;
  /** Restores the file descriptors of stdin, stdout and stderr if code has closed or replaced them. */
  reopen_streams(): void;
  /** Whether any file or folder has changed since this was asked last. */
  files_changed(): boolean;
  /** Lists what is in a folder: JSON of {@link FolderEntry}s, at most so many. */
  read_folder(path: string, most: number): string;
  /** Lets the worker's event loop handle the messages that have come in. */
  next_task(): Promise<void>;
  /** Lets Python use all of its stack, for code that needs little of the browser's, or only its part again. */
  use_more_stack(more: boolean): void;
  /** Shows one Display, given as JSON. */
  display(json: string): void;
  /** Removes what the run has written and shown. */
  clear_output(wait: boolean): void;
  /** Whether somebody answers in this run. */
  answers_input(): boolean;
  read_input(prompt: string): Promise<string | undefined>;
  /** Calls a tool of the page with JSON text, and gives JSON text. Rejects with the tool's error. */
  call_tool(name: string, json: string): Promise<string | undefined>;
  /** Does the same. {@link cancel_waits} ends the wait with a `WaitCancelledError`. */
  wait_for_tool(name: string, json: string): Promise<string | undefined>;
  /** Writes the file of a font of the page for one of these characters. Resolves to whether there is one. Rejects with the reason why it is missing. */
  save_font(characters: string, path: string): Promise<boolean>;
  cancel_waits(): void;
}

/** `Session` of harness/session.py, as TypeScript sees it. Each method is described there. */
export interface Session {
  python_version: string;
  /** `reply` gets the JSON of a {@link SessionReply}. */
  run(
    source: string,
    run: number,
    inputs: string,
    timeout: number,
    aside: boolean,
    reply: (json: string) => void,
  ): void;
  begin(): void;
  set_pixel_ratio(ratio: number): void;
  expire(): void;
  stop(): void;
  set_tools(descriptions: string): void;
  as_python(source: string): string;
  import_modules(names: string): void;
  /** JSON of `RecursiveTypes` (stack/paddedCalls.ts). */
  recursive_types(): string;
  call_at_depth(levels: number, then: () => void): void;
  introspect(request: string): string;
  ask_table(request: string): string;
  file_exists(path: string): boolean;
  list_files(): string;
  remove_file(path: string): void;
  describe_lost_tasks(): string;
  describe_lost_objects(objects: unknown[]): string;
  resolve_path(path: string): string;
  prepare_path(path: string): string;
}

/** Puts the harness into a fresh interpreter, and opens its session. */
export function openSession(pyodide: PyodideAPI, host: HarnessHost): Session {
  for (const [source, text] of Object.entries(SOURCES)) {
    const path = FOLDER + source.slice(SOURCES_ROOT.length);
    pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    pyodide.FS.writeFile(path, text);
  }
  pyodide.runPython(`import sys; sys.path.append("/glovebox")`);
  return harness(pyodide, (module) => module.open_session(host, JSON.stringify(LIMITS)));
}

/** Finds the session of an interpreter that was restored from a snapshot. */
export function resumeSession(pyodide: PyodideAPI): Session {
  return harness(pyodide, (module) => module.resume_session());
}

/**
 * Runs the code that the session was given, until it ends or waits. Python can be suspended only in a call that promises its result, which a
 * browser without JSPI refuses.
 */
export async function beginRun(pyodide: PyodideAPI, session: Session): Promise<void> {
  const begin = session.begin as Session['begin'] & { callPromising(): Promise<void> };
  if (moduleOf(pyodide).jspiSupported) await begin.callPromising();
  else begin();
}

interface HarnessModule {
  open_session(host: HarnessHost, limits: string): Session;
  resume_session(): Session;
}

function harness<Value>(pyodide: PyodideAPI, use: (module: HarnessModule) => Value): Value {
  const module = pyodide.pyimport(PACKAGE);
  try {
    return use(module as unknown as HarnessModule);
  } finally {
    module.destroy();
  }
}
