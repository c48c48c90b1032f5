import { Mutex } from '../../async/mutex.ts';
import { SnapshotError } from '../../errors.ts';
import { Checkpoint } from '../checkpoint.ts';
import { MAX_STORED_SESSION_SIZE } from '../limits.ts';
import { readStored, removeStored, sessionAddress, writeStored } from './browserStorage.ts';

/** Milliseconds between two writes. */
const INTERVAL = 3_000;
/** Part of the time that writes may take: in some browsers the frame works in the thread of the page. */
const PART = 0.5;

/** Stores a session in this browser under a name, for the next visit. If several tabs do, the last write stays. */
export class SessionPersistence {
  readonly #address: string;
  readonly #latest: () => Promise<Checkpoint>;
  readonly #onRefused: (reason: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextAt = Number.NEGATIVE_INFINITY;
  #isDue = false;
  /** One write after the other: an older state must not come last. */
  readonly #writes = new Mutex();

  /**
   * @param latest gives the session's latest state
   * @param onRefused is told why the session can't be stored
   */
  constructor(name: string, latest: () => Promise<Checkpoint>, onRefused: (reason: string) => void) {
    this.#address = sessionAddress(name);
    this.#latest = latest;
    this.#onRefused = onRefused;
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /** Reads the stored session of a name. One that is damaged is left out, and `onRefused` is told why. */
  static async read(name: string, onRefused: (reason: string) => void): Promise<Checkpoint | undefined> {
    try {
      const stored = await readStored(sessionAddress(name));
      return stored && (await Checkpoint.fromBlob(stored));
    } catch (error) {
      if (error instanceof SnapshotError) onRefused(error.message);
      return undefined;
    }
  }

  /** Stores the latest state soon. */
  schedule(): void {
    this.#isDue = true;
    this.#timer ??= setTimeout(() => this.#saveDue(), Math.max(0, this.#nextAt - performance.now()));
  }

  /** Stores the latest state now. @throws SnapshotError if there is none, or no room for it */
  async save(): Promise<void> {
    this.#cancel();
    await this.#writes.run(() => this.#write());
  }

  async forget(): Promise<void> {
    this.#cancel();
    await this.#writes.run(() => removeStored(this.#address));
  }

  /** Stores a state that has not been stored yet. If that fails, `onRefused` is told why. */
  async close(): Promise<void> {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    if (this.#isDue) this.#saveDue();
    await this.#writes.run(async () => {});
  }

  async #write(): Promise<void> {
    const started = performance.now();
    try {
      using checkpoint = await this.#latest();
      const { size } = checkpoint;
      if (size > MAX_STORED_SESSION_SIZE) throw new SnapshotError(tooLarge(size));
      await writeStored(this.#address, await checkpoint.toBlob());
    } finally {
      const ended = performance.now();
      this.#nextAt = ended + Math.max(INTERVAL, (ended - started) / PART);
    }
  }

  #saveDue(): void {
    this.save().catch((error: SnapshotError) => this.#onRefused(error.message));
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }

  /** A hidden page may be closed without notice. */
  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'hidden' && this.#isDue) this.#saveDue();
  };
}

function tooLarge(bytes: number): string {
  const [size, max] = [bytes, MAX_STORED_SESSION_SIZE].map((each) => `${Math.ceil(each / 1024 ** 2)} MiB`);
  return `The session is not stored in this browser: it takes ${size}, and at most ${max} are stored.`;
}
