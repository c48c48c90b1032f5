import { whenAborted } from './abort.ts';

/** Admits one at a time, first come, first served. */
export class Mutex {
  readonly #waiting: { start: () => void; reject: (reason: unknown) => void }[] = [];
  readonly #first: (() => void)[] = [];
  #taken = false;

  /**
   * Runs `work` alone, after those that asked before.
   *
   * @param options.signal gives up waiting; it has no effect once `work` has begun
   * @throws the signal's reason, the reason given to {@link rejectWaiting}, or whatever `work` rejects with
   */
  async run<Value>(work: () => Promise<Value>, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Value> {
    const release = await this.lock(signal);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /**
   * Waits for its turn, and resolves to the function that ends it.
   *
   * @throws the signal's reason if `signal` aborts before the turn comes, or the reason given to {@link rejectWaiting}
   */
  lock(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const cancel = whenAborted(signal, (reason) => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        waiter.reject(reason);
      });
      const waiter = {
        start: () => {
          cancel();
          resolve(() => this.#next());
        },
        reject: (reason: unknown) => {
          cancel();
          reject(reason);
        },
      };
      this.#waiting.push(waiter);
      if (!this.#taken) this.#next();
    });
  }

  /** Waits for the next turn, ahead of all others. {@link rejectWaiting} does not reject it. */
  lockNext(): Promise<() => void> {
    return new Promise((resolve) => {
      this.#first.push(() => resolve(() => this.#next()));
      if (!this.#taken) this.#next();
    });
  }

  /** Whether nothing runs or waits. */
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
