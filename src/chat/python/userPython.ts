import type { AnswerEvent } from '../../gemini/events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { LazySandbox } from './lazySandbox.ts';
import { PythonFiles, type TrayFile } from './pythonFiles.ts';
import { type LoggedRun, RunLog } from './runLog.ts';
import { type CellCode, type ReaderRun, ReaderRuns } from './userRuns.ts';

export interface ReaderPythonOptions {
  /** Of what is shown. Each has its own Python. */
  engine: () => LazySandbox;
  /** An engine's Python, within the limits of the settings, for a run. */
  sandbox: (engine: LazySandbox) => Promise<Sandbox>;
  /** Milliseconds that each run of the reader's gets. */
  timeout: () => number;
  /** Something is to be drawn anew. */
  onChange: () => void;
  /** Variables or files of an engine are others than before, by the reader's doing. */
  onUsed: (engine: LazySandbox) => void;
}

/** What belongs to one sandbox, and to no other. */
interface Desk {
  files: PythonFiles;
  log: RunLog;
}

/** What the reader can do with Python beside asking the model: run code, look after files, take runs back, begin afresh. */
export class ReaderPython {
  readonly #options: ReaderPythonOptions;
  readonly #runs: ReaderRuns;
  readonly #desks = new WeakMap<LazySandbox, Desk>();
  readonly #memory = new WeakMap<LazySandbox, number | undefined>();
  #busyWith: 'rewind' | 'reset' | undefined;

  constructor(options: ReaderPythonOptions) {
    this.#options = options;
    this.#runs = new ReaderRuns(options.onChange);
  }

  /** What the reader has run, by cell. */
  get runs(): ReadonlyMap<string, ReaderRun> {
    return this.#runs.all;
  }

  /** Whether a run of the reader's goes on. */
  get running(): boolean {
    return this.#runs.running;
  }

  /** What Python is kept busy with beside runs. */
  get busyWith(): 'rewind' | 'reset' | undefined {
    return this.#busyWith;
  }

  get files(): readonly TrayFile[] {
    return this.#desk.files.all;
  }

  /** Bytes of Python's own memory after the last run; `undefined` where that is not known. */
  get memory(): number | undefined {
    return this.#memory.get(this.#options.engine());
  }

  /** Notes what the model's code does. */
  note(event: AnswerEvent): void {
    const { log, files } = this.#desk;
    log.note(event);
    if (event.type === 'file') files.noteWritten(event.path);
    if (event.type === 'result' || event.type === 'turn-end') this.refresh();
  }

  async run(code: CellCode): Promise<void> {
    const engine = this.#options.engine();
    const { log, files } = this.#desk;
    const { sandbox, timeout } = this.#options;
    const result = await this.#runs.run(code, timeout(), () => sandbox(engine));
    if (!result) log.lose();
    else if (!result.restored) log.add({ code: code.code, by: 'reader' });
    for (const { path } of result?.files ?? []) files.noteWritten(path);
    this.#options.onUsed(engine);
    this.refresh();
  }

  stop(): void {
    this.#runs.stop();
  }

  forgetRun(cell: string): void {
    this.#runs.forget(cell);
  }

  /** The run that {@link rewind} would take back; `undefined` where nobody can say which it is, `none` where there is none. */
  async lastRun(): Promise<LoggedRun | 'none' | undefined> {
    const { rewindable } = await this.#options.engine().sandbox();
    return rewindable === 0 ? 'none' : this.#desk.log.last;
  }

  /**
   * Takes back the last run.
   *
   * @throws SnapshotError where the state before it was not kept
   */
  async rewind(): Promise<void> {
    const { log } = this.#desk;
    await this.#change('rewind', (sandbox) => sandbox.rewind());
    log.dropLast();
  }

  /** Begins afresh, without variables, files and packages. */
  async reset(): Promise<void> {
    const { files, log } = this.#desk;
    await this.#change('reset', (sandbox) => sandbox.reset());
    log.clear();
    files.clear();
  }

  /** Looks at files and memory again, where Python is there. */
  async refresh(): Promise<void> {
    const engine = this.#options.engine();
    if (engine.state.state !== 'ready') return;
    const { files } = this.#desk;
    try {
      const sandbox = await engine.sandbox();
      await files.refresh(sandbox);
      this.#memory.set(engine, sandbox.memory);
      this.#options.onChange();
    } catch {
      // Python is gone or broken: what it does next says so.
    }
  }

  markFilesSeen(): void {
    this.#desk.files.markSeen();
  }

  /** @throws PythonFileError */
  async addFiles(files: readonly File[]): Promise<void> {
    const desk = this.#desk;
    const engine = this.#options.engine();
    await desk.files.add(await engine.sandbox(), files);
    this.#options.onUsed(engine);
  }

  /** @throws SandboxFileError */
  async readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const sandbox = await this.#options.engine().sandbox();
    return sandbox.files.read(path);
  }

  /** @throws SandboxFileError */
  async removeFile(path: string): Promise<void> {
    const desk = this.#desk;
    const engine = this.#options.engine();
    await desk.files.remove(await engine.sandbox(), path);
    this.#options.onUsed(engine);
  }

  get #desk(): Desk {
    const engine = this.#options.engine();
    const desk = this.#desks.get(engine) ?? { files: new PythonFiles(this.#options.onChange), log: new RunLog() };
    this.#desks.set(engine, desk);
    return desk;
  }

  async #change(what: 'rewind' | 'reset', change: (sandbox: Sandbox) => Promise<void>): Promise<void> {
    this.#busyWith = what;
    this.#options.onChange();
    const engine = this.#options.engine();
    try {
      await change(await engine.sandbox());
      this.#options.onUsed(engine);
    } finally {
      this.#busyWith = undefined;
      this.#options.onChange();
      await this.refresh();
    }
  }
}
