import { whenAborted } from './abort.ts';

/** First come, first served, one at a time. */
export class Mutex {
  readonly #waiting: { start: () => void; reject: (reason: unknown) => void }[] = [];
  readonly #first: (() => void)[] = [];
  #taken = false;

  /**
   * Waits for a turn and resolves to what ends it.
   * @throws the signal's reason where `signal` aborts before the turn comes, or the reason given to {@link rejectWaiting}
   */
  take(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const callOff = whenAborted(signal, (reason) => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        waiter.reject(reason);
      });
      const waiter = {
        start: () => {
          callOff();
          resolve(() => this.#next());
        },
        reject: (reason: unknown) => {
          callOff();
          reject(reason);
        },
      };
      this.#waiting.push(waiter);
      if (!this.#taken) this.#next();
    });
  }

  /** Waits for the next turn, before all others that wait, and whatever is rejected meanwhile. */
  takeNext(): Promise<() => void> {
    return new Promise((resolve) => {
      this.#first.push(() => resolve(() => this.#next()));
      if (!this.#taken) this.#next();
    });
  }

  /** Whether nobody has a turn or waits for one. */
  get isFree(): boolean {
    return !this.#taken;
  }

  rejectWaiting(reason: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  #next(): void {
    const start = this.#first.shift() ?? this.#waiting.shift()?.start;
    this.#taken = start !== undefined;
    start?.();
  }
}
