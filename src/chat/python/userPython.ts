import type { AnswerProgress } from '../../answer/events.ts';
import type { Introspection } from '../../sandbox/introspection.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxTables } from '../../sandbox/tables/sandboxTables.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { AgentRuns, type Permissions } from './agentRuns.ts';
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
  /** The functions of the page that code can call. */
  tools: (python: LazySandbox) => Readonly<Record<string, Tool>>;
  onChange: () => void;
  /** A run is undone that the conversation shows. */
  onUndone: (run: LoggedRun) => void;
  /** The user has changed variables or files. */
  onUsed: (python: LazySandbox) => void;
}

/** The files and runs of one sandbox. */
interface PythonRecords {
  files: PythonFiles;
  log: RunLog;
  agents: AgentRuns;
}

/** Does what the user and the browser's agents want of Python directly: runs code, manages files, undoes runs, resets. */
export class UserPython {
  readonly #options: UserPythonOptions;
  readonly #runs: UserRuns;
  readonly #records = new WeakMap<LazySandbox, PythonRecords>();
  readonly #rewindable = new WeakMap<LazySandbox, number>();
  readonly #memory = new WeakMap<LazySandbox, number | undefined>();
  readonly #permissions: Permissions = { isAlways: false };
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

  /** The programs of agents outside of the conversation. */
  get agents(): Pick<AgentRuns, 'all' | 'running'> {
    return this.#current.agents;
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

  /** Whether there is a run that {@link rewind} would undo. */
  get canUndo(): boolean {
    return (this.#rewindable.get(this.#options.current()) ?? 0) > 0;
  }

  /** Keeps files and the log of runs up to date while the model's code runs. */
  follow(event: AnswerProgress): void {
    const { log, files } = this.#current;
    log.follow(event);
    if (event.type === 'file') files.markWritten(event.path);
    if (event.type === 'result' || event.type === 'turn-end') this.refresh();
  }

  async run(code: CellCode): Promise<void> {
    const { current, sandbox, timeout, tools } = this.#options;
    const python = current();
    const place = { sandbox: () => sandbox(python), timeout: timeout(), tools: tools(python) };
    const work = () => this.#runs.run(code, place);
    await this.#recording(python, { code: code.code, by: 'user', cell: code.cell }, work);
  }

  /**
   * Runs a program of an agent outside of the conversation, if the user allows it.
   *
   * @returns `undefined` if the user refused it
   * @throws the reason of `signal` or of Stop, or the errors of the sandbox
   */
  async runForAgent(code: string, signal: AbortSignal): Promise<RunResult | undefined> {
    const { current, sandbox, timeout } = this.#options;
    const python = current();
    const { agents } = this.#recordsOf(python);
    if (!(await agents.mayRun(code, signal))) return undefined;
    const work = () => agents.run({ code, sandbox: () => sandbox(python), timeout: timeout(), signal });
    return this.#recording(python, { code, by: 'agent' }, work);
  }

  /** Stops the user's run of a cell, or all, also those that wait. */
  stop(cell?: string): void {
    this.#runs.stop(cell);
  }

  /** Gives what answers an editor's questions; `undefined` unless Python is ready: a question is no reason to load it. */
  async introspection(): Promise<Introspection | undefined> {
    return (await this.#options.current().ready())?.introspection;
  }

  /** Gives what answers questions about tables that code showed; `undefined` unless Python is ready. */
  async tables(): Promise<SandboxTables | undefined> {
    return (await this.#options.current().ready())?.tables;
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
    const { last } = log;
    log.dropLast();
    if (last && !this.#runs.markUndone(last.cell)) this.#options.onUndone(last);
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
      this.#rewindable.set(python, sandbox.rewindable);
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
    return this.#recordsOf(this.#options.current());
  }

  #recordsOf(python: LazySandbox): PythonRecords {
    const records = this.#records.get(python) ?? this.#newRecords();
    this.#records.set(python, records);
    return records;
  }

  #newRecords(): PythonRecords {
    const { onChange } = this.#options;
    return { files: new PythonFiles(onChange), log: new RunLog(), agents: new AgentRuns(this.#permissions, onChange) };
  }

  /** Keeps files and the log of runs up to date with a run. */
  async #recording(
    python: LazySandbox,
    run: LoggedRun,
    work: () => Promise<RunResult | undefined>,
  ): Promise<RunResult | undefined> {
    const { log, files } = this.#recordsOf(python);
    let result: RunResult | undefined;
    try {
      result = await work();
      return result;
    } finally {
      if (!result) log.lose();
      else if (!result.recovery?.undone) log.add(run);
      for (const { path } of result?.files ?? []) files.markWritten(path);
      this.#options.onUsed(python);
      this.refresh();
    }
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
