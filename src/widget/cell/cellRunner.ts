import type { CodeEntry } from '../../chat/transcript.ts';
import type { RunResult } from '../../sandbox/result.ts';
import { NotAskedError } from '../notAskedError.ts';
import type { CellSession } from './cellSession.ts';
import type { CellRun } from './runCell.ts';

/** The code that is loaded when the cell is first seen. */
type LazyCode = typeof import('./cellRun.ts');

/** What a cell's code needs to run. */
export type RunPlan = Omit<CellRun, 'signal' | 'change' | 'onRun'> & { lazy: LazyCode };

interface RunnerOptions {
  /** Gets ready to run the code as it is. */
  plan: () => Promise<RunPlan>;
  /** Called before the code runs. */
  onRun: (code: string) => void;
  /** Called when the code has run. */
  onResult: (result: RunResult) => void;
  onError: (error: unknown) => void;
  /** Called when something that is shown has changed. */
  onChange: () => void;
}

/** Runs the code of a cell, one run at a time, and keeps the output of the latest. */
export class CellRunner {
  readonly #options: RunnerOptions;
  #entry: CodeEntry | undefined;
  #running: Promise<RunResult | undefined> | undefined;
  #stopping: AbortController | undefined;
  /** The latest run, if it succeeded, and the era of its session. */
  #done: { code: string; session: CellSession; era: unknown; result: RunResult } | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** The latest run and its output. */
  get entry(): CodeEntry | undefined {
    return this.#entry;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /**
   * @returns the result; `undefined` if the run was stopped
   * @throws NotAskedError if it is running
   * @throws the error of an engine or a file that cannot be loaded
   */
  async run(): Promise<RunResult | undefined> {
    if (this.#running) throw new NotAskedError('The cell is running. Call stop() first.');
    this.#stopping = new AbortController();
    this.#running = this.#runUntilEnd(this.#stopping.signal);
    return this.#running;
  }

  /** Gives the result of the code, which runs unless it has run in its session as it is. */
  async runOnce(code: string | undefined): Promise<RunResult | undefined> {
    const done = this.#done;
    const isDone = done !== undefined && done.code === code && done.era === done.session.era;
    return this.#running ?? (isDone ? done.result : this.run());
  }

  stop(): void {
    this.#stopping?.abort(new DOMException('The user stopped the run.', 'AbortError'));
  }

  /** Stops the run, and removes its output. */
  clear(): void {
    this.stop();
    this.#show(undefined);
  }

  async #runUntilEnd(signal: AbortSignal): Promise<RunResult | undefined> {
    const { onError, onChange } = this.#options;
    try {
      return await this.#runCode(signal);
    } catch (error) {
      if (signal.aborted || isAbort(error)) return undefined;
      onError(error);
      throw error;
    } finally {
      this.#running = undefined;
      onChange();
    }
  }

  async #runCode(signal: AbortSignal): Promise<RunResult> {
    const { lazy, ...plan } = await this.#options.plan();
    const { code, language, session } = plan;
    const before = this.#entry;
    this.#show(lazy.startCode({ id: 0, language, code }));
    const change = (next: (entry: CodeEntry) => CodeEntry) => {
      // A reset stops the run and removes its output.
      if (this.#entry) this.#show(next(this.#entry));
    };
    let hasRun = false;
    const onRun = () => {
      hasRun = true;
      this.#options.onRun(code);
    };
    const result = await lazy.runCell({ ...plan, signal, change, onRun }).catch((error: unknown) => {
      // It is taken back before it has begun.
      if (signal.aborted && session.python.state.state === 'loading' && this.#entry) this.#show(before);
      throw error;
    });
    session.noteLosses(result);
    this.#done = result.ok ? { code, session, era: session.era, result } : undefined;
    if (hasRun) this.#options.onResult(result);
    return result;
  }

  #show(entry: CodeEntry | undefined): void {
    this.#entry = entry;
    this.#options.onChange();
  }
}

/** Whether a cell was stopped on which this one depends. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
