import type { RunResult } from '../../sandbox/result.ts';
import { type CodeEntry, startCode } from '../transcript.ts';
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

/** The user's latest run of each cell, by the cell's name. One run at a time. */
export class UserRuns {
  readonly #onChange: () => void;
  #runs: ReadonlyMap<string, UserRun> = new Map();
  #current: AbortController | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A new map after each change. */
  get all(): ReadonlyMap<string, UserRun> {
    return this.#runs;
  }

  get running(): boolean {
    return this.#current !== undefined;
  }

  stop(): void {
    this.#current?.abort(new DOMException('The user stopped the run.', 'AbortError'));
  }

  /**
   * Runs code, one at a time.
   *
   * @returns `undefined` if the run was stopped or could not begin
   */
  async run(
    { cell, of, code, language }: CellCode,
    place: Pick<CodeRun, 'sandbox' | 'timeout' | 'tools'>,
  ): Promise<RunResult | undefined> {
    if (this.#current) return undefined;
    const current = new AbortController();
    this.#current = current;
    const change = (next: (entry: CodeEntry) => CodeEntry) => this.#change(cell, next);
    this.#set(cell, { of, entry: startCode({ id: 0, language, code }) });
    const { signal } = current;
    try {
      return await runCode({ code, language, ...place, signal, change });
    } catch (error) {
      const run = this.#runs.get(cell);
      if (run && !signal.aborted) this.#set(cell, { ...run, error });
      return undefined;
    } finally {
      this.#current = undefined;
      this.#onChange();
    }
  }

  /** Removes a cell's run: its code is the model's again. */
  forget(cell: string): void {
    this.#runs = new Map([...this.#runs].filter(([name]) => name !== cell));
    this.#onChange();
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
