import { Mutex } from '../../async/mutex.ts';
import type { RunResult } from '../../sandbox/result.ts';
import { type CodeEntry, markUndone, startCode } from '../transcript.ts';
import { type CodeRun, runCode } from './runCode.ts';

/** A run of the user: of the model's code, or of the user's edit of it. The model is not told. */
export interface UserRun {
  /** The model's code in the cell. */
  readonly of: string;
  /** The code that was run, and its output. */
  readonly entry: CodeEntry;
  /** Why the code could not be run at all. */
  readonly error?: unknown;
}

/** Code of a cell that the user wants to run. */
export interface CellCode {
  cell: string;
  /** The model's code. */
  of: string;
  /** The code to run, which the user may have edited. */
  code: string;
  language: CodeEntry['language'];
}

/** The user's latest run of each cell, by the cell's name. One run at a time: others wait for their turn. */
export class UserRuns {
  readonly #onChange: () => void;
  readonly #turns = new Mutex();
  /** Those that go on or wait, by cell. */
  readonly #open = new Map<string, AbortController>();
  #runs: ReadonlyMap<string, UserRun> = new Map();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A new map after each change. */
  get all(): ReadonlyMap<string, UserRun> {
    return this.#runs;
  }

  /** Whether a run goes on or waits. */
  get running(): boolean {
    return this.#open.size > 0;
  }

  /** Stops the run of a cell, or all. One that has not begun is taken back: what its cell showed before is shown again. */
  stop(cell?: string): void {
    for (const [name, stopping] of this.#open) {
      if (cell === undefined || cell === name)
        stopping.abort(new DOMException('The user stopped the run.', 'AbortError'));
    }
  }

  /**
   * Runs code after the runs that were asked for before. Does nothing if the cell is running.
   *
   * @returns `undefined` if the run was stopped or could not begin
   */
  async run(
    { cell, of, code, language }: CellCode,
    place: Pick<CodeRun, 'sandbox' | 'timeout' | 'tools'>,
  ): Promise<RunResult | undefined> {
    if (this.#open.has(cell)) return undefined;
    const stopping = new AbortController();
    const { signal } = stopping;
    const before = this.#runs.get(cell);
    const entry = startCode({ id: 0, language, code });
    this.#set(cell, { of, entry: this.running ? { ...entry, run: { state: 'running', waits: true } } : entry });
    this.#open.set(cell, stopping);
    const change = (next: (entry: CodeEntry) => CodeEntry) => this.#change(cell, next);
    let hasBegun = false;
    const sandbox = async () => {
      const ready = await place.sandbox();
      hasBegun = true;
      return ready;
    };
    try {
      return await this.#turns.run(
        () => {
          change((waiting) => ({ ...waiting, run: entry.run }));
          return runCode({ code, language, ...place, sandbox, signal, change });
        },
        { signal },
      );
    } catch (error) {
      const run = this.#runs.get(cell);
      if (run && !signal.aborted) this.#set(cell, { ...run, error });
      if (signal.aborted && !hasBegun) this.#restore(cell, before);
      return undefined;
    } finally {
      this.#open.delete(cell);
      this.#onChange();
    }
  }

  /** Marks a cell's run as undone. @returns whether it is here */
  markUndone(cell: string | undefined): boolean {
    const isHere = cell !== undefined && this.#runs.has(cell);
    if (isHere) this.#change(cell, markUndone);
    return isHere;
  }

  /** Removes a cell's run: its code is the model's again. */
  forget(cell: string): void {
    this.#runs = new Map([...this.#runs].filter(([name]) => name !== cell));
    this.#onChange();
  }

  #restore(cell: string, run: UserRun | undefined): void {
    if (run) this.#set(cell, run);
    else this.forget(cell);
  }

  #change(cell: string, next: (entry: CodeEntry) => CodeEntry): void {
    const run = this.#runs.get(cell);
    if (run) this.#set(cell, { ...run, entry: next(run.entry) });
  }

  #set(cell: string, run: UserRun): void {
    this.#runs = new Map([...this.#runs, [cell, run]]);
    this.#onChange();
  }
}
