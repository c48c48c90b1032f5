import { SnapshotError } from '../../errors.ts';
import type { SnapshotHandle } from '../storage/snapshotHandle.ts';

/** What a session was like after so many of its runs. */
export interface State {
  snapshot: SnapshotHandle;
  /** How many runs had ended by then. */
  runs: number;
  /** The packages that were installed, by canonical name. */
  packages: string[];
}

/** What is gone where a session went on from an earlier state. */
export interface Losses {
  /** The numbers of the runs whose variables and files are gone. */
  runs: number[];
  /** Whether files are gone that the host wrote. */
  files: boolean;
}

export const NOTHING_LOST: Losses = { runs: [], files: false };

export function mergeLosses(earlier: Losses, later: Losses): Losses {
  return { runs: [...earlier.runs, ...later.runs], files: earlier.files || later.files };
}

/** The states that a session can go back to, and what happened since. */
export class History {
  readonly #memory: number;
  /** Oldest first. */
  #states: State[] = [];
  /** The numbers of the runs that ended, oldest first. */
  #runs: number[] = [];
  /** Whether the session began without variables and files, and so needs no snapshot of its beginning. */
  #beganFresh: boolean;
  #filesWritten = false;
  #changes = 0;
  #captured = 0;

  /**
   * @param memory bytes that the snapshots may take; the latest is kept in any case
   * @param beginning where the session goes on from, if it did not begin afresh
   */
  constructor(memory: number, beginning?: State) {
    this.#memory = memory;
    this.#beganFresh = beginning === undefined;
    if (beginning) this.#states.push(beginning);
  }

  get latest(): State | undefined {
    return this.#states.at(-1);
  }

  /** How many runs have ended. */
  get runs(): number {
    return this.#runs.length;
  }

  /** Counts up with all that may have changed the session. */
  get changes(): number {
    return this.#changes;
  }

  /** Whether the latest state is the present one. */
  get isCurrent(): boolean {
    return this.#captured === this.#changes;
  }

  addRun(run: number): void {
    this.#runs.push(run);
    this.#changes += 1;
  }

  addFile(): void {
    this.#filesWritten = true;
    this.#changes += 1;
    if (this.#runs.length === 0) this.#beganFresh = false;
  }

  /** Keeps the present state, and drops the oldest where memory runs out. */
  add(snapshot: SnapshotHandle, packages: string[]): void {
    this.#dropWhere(({ runs }) => runs === this.#runs.length);
    this.#states.push({ snapshot, runs: this.#runs.length, packages });
    this.#captured = this.#changes;
    this.#filesWritten = false;
    while (this.#states.length > 1 && this.#size > this.#memory) this.#states.shift()?.snapshot.release();
  }

  /** Goes back to the latest state, and forgets what came after it. */
  rollBack(): Losses {
    const losses = { runs: this.#runs.splice(this.latest?.runs ?? 0), files: this.#filesWritten };
    this.#settle();
    return losses;
  }

  /** Gives up all states: the session begins afresh. */
  clear(): Losses {
    this.#dropWhere(() => true);
    const losses = { runs: this.#runs, files: this.#filesWritten || !this.#beganFresh };
    this.#runs = [];
    this.#beganFresh = true;
    this.#settle();
    return losses;
  }

  /**
   * Goes back to before the last so many runs.
   *
   * @returns the state; none where it is that of a session that begins afresh
   * @throws SnapshotError where that state was not kept
   */
  rewind(runs: number): State | undefined {
    const target = this.#runs.length - runs;
    const state = this.#states.find((each) => each.runs === target);
    if (!state && !(target === 0 && this.#beganFresh)) throw new SnapshotError(this.#notKept(runs));
    this.#dropWhere((each) => each.runs > target);
    this.#runs.splice(target);
    this.#settle();
    return state;
  }

  get #size(): number {
    return this.#states.reduce((sum, { snapshot }) => sum + snapshot.size, 0);
  }

  #dropWhere(dropped: (state: State) => boolean): void {
    for (const state of this.#states) if (dropped(state)) state.snapshot.release();
    this.#states = this.#states.filter((state) => !dropped(state));
  }

  /** The present state is the latest that was kept. */
  #settle(): void {
    this.#changes += 1;
    this.#captured = this.#changes;
    this.#filesWritten = false;
  }

  #notKept(runs: number): string {
    const kept = new Set(this.#states.map((state) => this.#runs.length - state.runs));
    if (this.#beganFresh) kept.add(this.#runs.length);
    const possible = [...kept].filter((each) => each > 0).toSorted((a, b) => a - b);
    const choice =
      possible.length === 0 ? 'None can be taken back' : `What can be taken back: the last ${possible.join(', ')}`;
    return `The state before the last ${runs} runs was not kept. ${choice}.`;
  }
}
