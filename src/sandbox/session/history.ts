import { SnapshotError } from '../../errors.ts';
import type { SnapshotHandle } from '../frame/snapshotHandle.ts';

/** A captured state of a session. */
export interface State {
  snapshot: SnapshotHandle;
  /** The number of runs that had ended by then. */
  runs: number;
  /** The packages that were installed, by canonical name. */
  packages: string[];
}

/** Variables and files that are gone because a session went on from an earlier state. */
export interface Losses {
  /** The numbers of the runs whose variables and files are gone. */
  runs: number[];
  /** Whether files that the host wrote are gone. */
  files: boolean;
}

export const NOTHING_LOST: Losses = { runs: [], files: false };

export function mergeLosses(earlier: Losses, later: Losses): Losses {
  return { runs: [...earlier.runs, ...later.runs], files: earlier.files || later.files };
}

/** The states that a session can go back to, and the changes since. */
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
   * @param memory bytes that the snapshots may take; the latest stays in any case
   * @param beginning the state that the session goes on from; without it, the session begins afresh
   */
  constructor(memory: number, beginning?: State) {
    this.#memory = memory;
    this.#beganFresh = beginning === undefined;
    if (beginning) this.#states.push(beginning);
  }

  get latest(): State | undefined {
    return this.#states.at(-1);
  }

  /** Of all states, oldest first. */
  get snapshots(): SnapshotHandle[] {
    return this.#states.map(({ snapshot }) => snapshot);
  }

  /** The number of runs that have ended. */
  get runs(): number {
    return this.#runs.length;
  }

  /** Counts up with everything that may have changed the session. */
  get changes(): number {
    return this.#changes;
  }

  /** How far that was counted since the latest state. */
  get uncaptured(): number {
    return this.#changes - this.#captured;
  }

  /** Whether the latest state is the present one. */
  get isCurrent(): boolean {
    return this.uncaptured === 0;
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

  /** Adds the present state, and drops the oldest ones if they take too much memory. */
  add(snapshot: SnapshotHandle, packages: string[]): void {
    this.#dropWhere(({ runs }) => runs === this.#runs.length);
    this.#states.push({ snapshot, runs: this.#runs.length, packages });
    this.#captured = this.#changes;
    this.#filesWritten = false;
    while (this.#states.length > 1 && this.#size > this.#memory) this.#states.shift()?.snapshot.release();
  }

  /** Goes back to the latest state. @returns what came after it */
  rollBack(): Losses {
    const losses = { runs: this.#runs.splice(this.latest?.runs ?? 0), files: this.#filesWritten };
    this.#settle();
    return losses;
  }

  /** Drops all states: the session begins afresh. @returns everything that it held */
  clear(): Losses {
    this.#dropWhere(() => true);
    const losses = { runs: this.#runs, files: this.#filesWritten || !this.#beganFresh };
    this.#runs = [];
    this.#beganFresh = true;
    this.#settle();
    return losses;
  }

  /**
   * Goes back to before the last `runs` runs.
   *
   * @returns the state; `undefined` if that is a session without variables and files
   * @throws SnapshotError if that state was not captured, or dropped
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

  /** Marks the latest state as the present one. */
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
      possible.length === 0 ? 'None can be taken back' : `You can take back the last ${possible.join(', ')}`;
    return `The state before the last ${runs} runs was not kept. ${choice}.`;
  }
}
