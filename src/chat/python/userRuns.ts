import type { RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { addDisplay, addOutput } from '../cellOutput.ts';
import { requestInput } from '../inputRequest.ts';
import { type CodeEntry, cutOff, endOwnRun, startCode } from '../transcript.ts';

/** A run of the reader's own: of the model's code, or of what the reader has made of it. The model is not told. */
export interface ReaderRun {
  /** The model's code in the cell that it was run from. */
  readonly of: string;
  /** What was run, and what came of it. */
  readonly entry: CodeEntry;
  /** Why it could not be run at all. */
  readonly error?: unknown;
}

/** Code of a cell, to be run by the reader. */
export interface CellCode {
  /** Names the cell. */
  cell: string;
  /** The model's. */
  of: string;
  /** What the reader has made of it. */
  code: string;
  language: CodeEntry['language'];
}

/** The latest run of each cell that a reader has run, by cell. One goes on at a time. */
export class ReaderRuns {
  readonly #onChange: () => void;
  #runs: ReadonlyMap<string, ReaderRun> = new Map();
  #current: AbortController | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Another map after each change. */
  get all(): ReadonlyMap<string, ReaderRun> {
    return this.#runs;
  }

  get running(): boolean {
    return this.#current !== undefined;
  }

  stop(): void {
    this.#current?.abort(new DOMException('The reader stopped the run.', 'AbortError'));
  }

  /**
   * Runs code, one at a time.
   *
   * @param timeout milliseconds that the run gets
   * @returns what came of it; nothing where it was stopped, or could not be run
   */
  async run(
    { cell, of, code, language }: CellCode,
    timeout: number,
    open: () => Promise<Sandbox>,
  ): Promise<RunResult | undefined> {
    if (this.#current) return undefined;
    const current = new AbortController();
    this.#current = current;
    const change = (next: (entry: CodeEntry) => CodeEntry) => this.#change(cell, next);
    this.#set(cell, { of, entry: startCode({ id: 0, language, code }) });
    try {
      const sandbox = await open();
      const result = await sandbox.run(code, {
        language: language === 'JAVASCRIPT' ? 'javascript' : 'python',
        timeout,
        signal: current.signal,
        onOutput: ({ stream, text }) => change((entry) => addOutput(entry, { stream, text })),
        onDisplay: (display) => change((entry) => addDisplay(entry, display)),
        onInput: (prompt) => requestInput(prompt, change),
      });
      change((entry) => endOwnRun(entry, result));
      return result;
    } catch (error) {
      change(cutOff);
      const run = this.#runs.get(cell);
      if (run && !current.signal.aborted) this.#set(cell, { ...run, error });
      return undefined;
    } finally {
      this.#current = undefined;
      this.#onChange();
    }
  }

  /** Forgets what came of a cell's run, as its code is the model's again. */
  forget(cell: string): void {
    this.#runs = new Map([...this.#runs].filter(([name]) => name !== cell));
    this.#onChange();
  }

  #change(cell: string, next: (entry: CodeEntry) => CodeEntry): void {
    const run = this.#runs.get(cell);
    if (run) this.#set(cell, { ...run, entry: next(run.entry) });
  }

  #set(cell: string, run: ReaderRun): void {
    this.#runs = new Map([...this.#runs, [cell, run]]);
    this.#onChange();
  }
}
