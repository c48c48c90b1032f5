import { Mutex } from '../../async/mutex.ts';
import { errorMessage, SessionInUseError, SnapshotError } from '../../errors.ts';
import { Checkpoint } from '../checkpoint.ts';
import { MAX_STORED_SESSION_SIZE } from '../limits.ts';
import type { SandboxOptions } from '../options.ts';
import { NameLock } from './nameLock.ts';
import { SessionFiles } from './sessionFiles.ts';

/** Milliseconds between two writes. */
const INTERVAL = 3_000;
/** Part of the time that writes may take: each keeps a processor busy. */
const PART = 0.5;

/** The session that is stored. */
interface PersistedSession {
  /** Gives its latest captured state. */
  latest: () => Promise<Checkpoint>;
  /** Captures what has changed since, unless something runs. */
  capture: () => Promise<void>;
}

interface SessionPersistenceOptions {
  name: string;
  /** Told why the session can't be stored. */
  onRefused: (reason: string) => void;
  /** Told that another sandbox has taken the name: this session is not stored any more. */
  onTakenOver: () => void;
}

/** Stores a session in this browser under a name, for the next visit. One tab at a time has the name. */
export class SessionPersistence {
  readonly #options: SessionPersistenceOptions;
  readonly #files: SessionFiles;
  #session: PersistedSession | undefined;
  #lock: NameLock | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextAt = Number.NEGATIVE_INFINITY;
  #isDue = false;
  #isLost = false;
  /** One write after the other: an older state must not come last. */
  readonly #writes = new Mutex();

  constructor(options: SessionPersistenceOptions) {
    this.#options = options;
    this.#files = new SessionFiles(options.name);
  }

  /**
   * Takes the name.
   *
   * @param takeOver whether a sandbox that has the name gives it up
   * @throws SessionInUseError if another keeps it
   * @throws the signal's reason if `signal` aborts
   */
  async open({ takeOver, signal }: Pick<SandboxOptions, 'takeOver' | 'signal'>): Promise<void> {
    const holder = { onAsked: () => this.#storeBeforeLoss(), onLost: () => this.#lose() };
    this.#lock = await NameLock.acquire(`glovebox-session ${this.#options.name}`, holder, { takeOver, signal });
    if (!this.#lock) throw new SessionInUseError(this.#options.name);
  }

  /** Reads the session that was stored under the name. One that is damaged is left out, and `onRefused` is told why. */
  async read(): Promise<Checkpoint | undefined> {
    try {
      const stored = await this.#files.read();
      return stored && new Checkpoint(stored, stored.header);
    } catch (error) {
      if (error instanceof SnapshotError) this.#options.onRefused(error.message);
      return undefined;
    }
  }

  /** Stores a session from now on. */
  attach(session: PersistedSession): void {
    this.#session = session;
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /** Stores the latest state soon. */
  schedule(): void {
    if (this.#isLost) return;
    this.#isDue = true;
    this.#timer ??= setTimeout(() => this.#saveDue(), Math.max(0, this.#nextAt - performance.now()));
  }

  /**
   * Stores the latest state now.
   *
   * @throws SnapshotError if there is none, or no room for it
   * @throws SessionInUseError if another has taken the name
   */
  async save(): Promise<void> {
    this.#cancel();
    await this.#writes.run(() => this.#write());
  }

  /** Removes what is stored, unless another has taken the name. */
  async forget(): Promise<void> {
    this.#cancel();
    await this.#writes.run(async () => {
      if (await this.#lock?.isHeld()) await this.#files.remove();
    });
  }

  /** Stores a state that has not been stored yet, and leaves the name. If the state can't be stored, `onRefused` is told why. */
  async close(): Promise<void> {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    await this.#lock?.release(() => this.#finish());
  }

  async #finish(): Promise<void> {
    if (this.#isDue) this.#saveDue();
    await this.#writes.run(async () => {});
  }

  async #storeBeforeLoss(): Promise<void> {
    await this.#session?.capture().catch((error) => this.#options.onRefused(errorMessage(error)));
    await this.#finish();
  }

  #lose(): void {
    this.#isLost = true;
    this.#cancel();
    this.#options.onTakenOver();
  }

  async #write(): Promise<void> {
    const started = performance.now();
    try {
      using checkpoint = await this.#session?.latest();
      if (!checkpoint) return;
      const { size } = checkpoint;
      if (size > MAX_STORED_SESSION_SIZE) throw new SnapshotError(tooLarge(size));
      await this.#files.write(checkpoint.source, () => this.#throwIfLost());
    } finally {
      const ended = performance.now();
      this.#nextAt = ended + Math.max(INTERVAL, (ended - started) / PART);
    }
  }

  async #throwIfLost(): Promise<void> {
    if (!(await this.#lock?.isHeld())) throw new SessionInUseError(this.#options.name);
  }

  #saveDue(): void {
    this.save().catch((error: unknown) => this.#options.onRefused(errorMessage(error)));
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
