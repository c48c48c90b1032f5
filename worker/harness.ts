import type { PyodideAPI } from 'pyodide';
import type { Interrupts } from './interrupts.ts';

/** The Python package `harness/`, by file name. */
const SOURCES = import.meta.glob<string>('./harness/*.py', { query: '?raw', import: 'default', eager: true });
const PACKAGE = 'glovebox_harness';
/** Apart from site-packages, so that tracebacks can tell the harness's frames from everyone else's. */
const FOLDER = `/glovebox/${PACKAGE}`;

/** What harness/session.py's `Session` is, seen from JavaScript. */
export interface Session {
  python_version: string;
  /** Answers with the JSON of a run's reply, without its duration. */
  run(code: string, run: number, deadline: number): Promise<string>;
  /** Ends the run's `await`, where its deadline finds it waiting. */
  expire(): void;
}

export function installHarness(pyodide: PyodideAPI, interrupts: Interrupts): Session {
  pyodide.FS.mkdirTree(FOLDER);
  for (const [path, source] of Object.entries(SOURCES)) {
    pyodide.FS.writeFile(`${FOLDER}/${path.slice('./harness/'.length)}`, source);
  }
  pyodide.runPython(`import sys; sys.path.append("/glovebox")`);
  const harness = pyodide.pyimport(PACKAGE);
  try {
    return harness.open_session({
      arm: (milliseconds: number) => interrupts.arm(milliseconds),
      disarm: () => interrupts.disarm(),
    }) as Session;
  } finally {
    harness.destroy();
  }
}
