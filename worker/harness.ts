import type { PyodideAPI } from 'pyodide';
import type { Alarm } from './interrupts.ts';

/** The Python package `harness/`, by file name. */
const SOURCES = import.meta.glob<string>('./harness/*.py', { query: '?raw', import: 'default', eager: true });
const PACKAGE = 'glovebox_harness';
/** Apart from site-packages, so that tracebacks can tell the harness's frames from everyone else's. */
const FOLDER = `/glovebox/${PACKAGE}`;

/** What the harness asks of JavaScript. Names are Python's. */
export interface HarnessHost {
  /** Interrupts the running code in so many milliseconds. `ticks`: lets messages in every now and then. */
  arm(milliseconds: number, ticks: boolean): void;
  disarm(): void;
  /** What the latest interrupt is about. */
  alarm(): Alarm;
  /** Lets the event loop turn once. */
  turn(): Promise<void>;
  /** Shows one Display, given as JSON. */
  display(json: string): void;
  read_input(prompt: string): Promise<string | undefined>;
  /** Calls a tool of the page with JSON text, and gives JSON text. Rejects with the tool's error. */
  call_tool(name: string, json: string): Promise<string | undefined>;
}

/** What harness/session.py's `Session` is, seen from JavaScript. */
export interface Session {
  python_version: string;
  /** Answers with the JSON of a run's reply: outcome, error, files. */
  run(code: string, run: number, deadline: number): Promise<string>;
  /** Ends the run as if its deadline had come. */
  expire(): void;
  /** Ends the run as if by Ctrl+C. */
  stop(): void;
  set_tools(json: string): void;
  list_files(): string;
  remove_file(path: string): void;
  /** Where a path of the session is in the file system; folders on the way are made. */
  prepare_path(path: string): string;
}

export function installHarness(pyodide: PyodideAPI, host: HarnessHost): Session {
  pyodide.FS.mkdirTree(FOLDER);
  for (const [path, source] of Object.entries(SOURCES)) {
    pyodide.FS.writeFile(`${FOLDER}/${path.slice('./harness/'.length)}`, source);
  }
  pyodide.runPython(`import sys; sys.path.append("/glovebox")`);
  const harness = pyodide.pyimport(PACKAGE);
  try {
    return harness.open_session(host) as Session;
  } finally {
    harness.destroy();
  }
}
