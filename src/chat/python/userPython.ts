import type { AnswerProgress } from '../../gemini/events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { LazySandbox } from './lazySandbox.ts';
import { PythonFiles, type TrayFile } from './pythonFiles.ts';
import { type LoggedRun, RunLog } from './runLog.ts';
import { type CellCode, type UserRun, UserRuns } from './userRuns.ts';

interface UserPythonOptions {
  /** The Python of the shown conversation. Each conversation has its own. */
  current: () => LazySandbox;
  /** Returns the sandbox for a run, within the limits of the settings. */
  sandbox: (python: LazySandbox) => Promise<Sandbox>;
  /** The time limit for each of the user's runs, in ms. */
  timeout: () => number;
  onChange: () => void;
  /** The user has changed variables or files. */
  onUsed: (python: LazySandbox) => void;
}

/** The files and runs of one sandbox. */
interface PythonRecords {
  files: PythonFiles;
  log: RunLog;
}

/** Does what the user wants of Python directly: runs code, manages files, undoes runs, resets. */
export class UserPython {
  readonly #options: UserPythonOptions;
  readonly #runs: UserRuns;
  readonly #records = new WeakMap<LazySandbox, PythonRecords>();
  readonly #memory = new WeakMap<LazySandbox, number | undefined>();
  #busyWith: 'rewind' | 'reset' | undefined;

  constructor(options: UserPythonOptions) {
    this.#options = options;
    this.#runs = new UserRuns(options.onChange);
  }

  /** The user's latest run of each cell. */
  get runs(): ReadonlyMap<string, UserRun> {
    return this.#runs.all;
  }

  get running(): boolean {
    return this.#runs.running;
  }

  /** The work in progress besides runs. */
  get busyWith(): 'rewind' | 'reset' | undefined {
    return this.#busyWith;
  }

  get files(): readonly TrayFile[] {
    return this.#current.files.all;
  }

  /** Bytes of Python's own memory after the last run; `undefined` if unknown. */
  get memory(): number | undefined {
    return this.#memory.get(this.#options.current());
  }

  /** Keeps files and the log of runs up to date while the model's code runs. */
  follow(event: AnswerProgress): void {
    const { log, files } = this.#current;
    log.follow(event);
    if (event.type === 'file') files.markWritten(event.path);
    if (event.type === 'result' || event.type === 'turn-end') this.refresh();
  }

  async run(code: CellCode): Promise<void> {
    const python = this.#options.current();
    const { log, files } = this.#current;
    const { sandbox, timeout } = this.#options;
    const result = await this.#runs.run(code, timeout(), () => sandbox(python));
    if (!result) log.lose();
    else if (!result.recovery?.undone) log.add({ code: code.code, by: 'user' });
    for (const { path } of result?.files ?? []) files.markWritten(path);
    this.#options.onUsed(python);
    this.refresh();
  }

  stop(): void {
    this.#runs.stop();
  }

  forgetRun(cell: string): void {
    this.#runs.forget(cell);
  }

  /** The run that {@link rewind} would undo; `none` if there is none, `undefined` if it is not certain which. */
  async lastRun(): Promise<LoggedRun | 'none' | undefined> {
    const { rewindable } = await this.#options.current().sandbox();
    return rewindable === 0 ? 'none' : this.#current.log.last;
  }

  /**
   * Undoes the last run.
   *
   * @throws SnapshotError if the state before it is not available
   */
  async rewind(): Promise<void> {
    const { log } = this.#current;
    await this.#change('rewind', (sandbox) => sandbox.rewind());
    log.dropLast();
  }

  /** Starts afresh, without variables, files and packages. */
  async reset(): Promise<void> {
    const { files, log } = this.#current;
    await this.#change('reset', (sandbox) => sandbox.reset());
    log.clear();
    files.clear();
  }

  /** Reads the list of files and the memory again, if Python is ready. */
  async refresh(): Promise<void> {
    const python = this.#options.current();
    if (python.state.state !== 'ready') return;
    const { files } = this.#current;
    try {
      const sandbox = await python.sandbox();
      await files.refresh(sandbox);
      this.#memory.set(python, sandbox.memory);
      this.#options.onChange();
    } catch {
      // Python has ended or failed: the next thing the user does with it shows why.
    }
  }

  markFilesSeen(): void {
    this.#current.files.markSeen();
  }

  /** @throws PythonFileError */
  async addFiles(files: readonly File[]): Promise<void> {
    await this.#changeFiles((current, sandbox) => current.add(sandbox, files));
  }

  /** @throws SandboxFileError */
  async readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const sandbox = await this.#options.current().sandbox();
    return sandbox.files.read(path);
  }

  /** @throws SandboxFileError */
  async removeFile(path: string): Promise<void> {
    await this.#changeFiles((current, sandbox) => current.remove(sandbox, path));
  }

  get #current(): PythonRecords {
    const python = this.#options.current();
    const records = this.#records.get(python) ?? { files: new PythonFiles(this.#options.onChange), log: new RunLog() };
    this.#records.set(python, records);
    return records;
  }

  async #changeFiles(change: (files: PythonFiles, sandbox: Sandbox) => Promise<void>): Promise<void> {
    const { files } = this.#current;
    const python = this.#options.current();
    await change(files, await python.sandbox());
    this.#options.onUsed(python);
  }

  async #change(what: 'rewind' | 'reset', change: (sandbox: Sandbox) => Promise<void>): Promise<void> {
    this.#busyWith = what;
    this.#options.onChange();
    const python = this.#options.current();
    try {
      await change(await python.sandbox());
      this.#options.onUsed(python);
    } finally {
      this.#busyWith = undefined;
      this.#options.onChange();
      await this.refresh();
    }
  }
}
