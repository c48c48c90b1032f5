import type { SnapshotError } from '../../errors.ts';
import { Checkpoint } from '../checkpoint.ts';
import { readStored, removeStored, sessionAddress, writeStored } from './browserStorage.ts';

/** Milliseconds between two times that a session is kept. */
const INTERVAL = 3_000;
/** Part of the time that may be spent on keeping it at most: in some browsers the frame works in the thread of the page. */
const PART = 0.5;

/** A session under a name, in this browser, from one visit to the next. The tab that kept it last has the say. */
export class SessionPersistence {
  readonly #address: string;
  readonly #take: () => Promise<Blob>;
  readonly #onRefused: (reason: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextAt = Number.NEGATIVE_INFINITY;
  #isDue = false;
  #keeping: Promise<void> = Promise.resolve();

  /** @param take captures the session, as a checkpoint's file */
  constructor(name: string, take: () => Promise<Blob>, onRefused: (reason: string) => void) {
    this.#address = sessionAddress(name);
    this.#take = take;
    this.#onRefused = onRefused;
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /**
   * Reads the session of a name.
   *
   * @throws SnapshotError where it is damaged
   */
  static async read(name: string): Promise<Checkpoint | undefined> {
    const kept = await readStored(sessionAddress(name));
    return kept && Checkpoint.fromBlob(kept);
  }

  static forget(name: string): Promise<void> {
    return removeStored(sessionAddress(name));
  }

  /** Has what is new kept soon. */
  schedule(): void {
    this.#isDue = true;
    this.#timer ??= setTimeout(() => this.#keepDue(), Math.max(0, this.#nextAt - performance.now()));
  }

  /** @throws SnapshotError where it could not be captured, or there is no room */
  async keep(): Promise<void> {
    this.#cancel();
    // One after the other: what is older must not come last.
    this.#keeping = this.#keeping.catch(() => {}).then(() => this.#write());
    await this.#keeping;
  }

  async forget(): Promise<void> {
    this.#cancel();
    // What is being written would come after.
    await Promise.allSettled([this.#keeping]);
    await removeStored(this.#address);
  }

  /** Keeps what has not been kept yet. What is in the way of that, the listener is told. */
  async close(): Promise<void> {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    if (this.#isDue) this.#keepDue();
    await Promise.allSettled([this.#keeping]);
  }

  async #write(): Promise<void> {
    const started = performance.now();
    try {
      await writeStored(this.#address, await this.#take());
    } finally {
      const ended = performance.now();
      this.#nextAt = ended + Math.max(INTERVAL, (ended - started) / PART);
    }
  }

  #keepDue(): void {
    this.keep().catch((error: SnapshotError) => this.#onRefused(error.message));
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }

  /** A page that is hidden may not come back. */
  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'hidden' && this.#isDue) this.#keepDue();
  };
}
