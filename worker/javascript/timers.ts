import type { PendingWork } from './pendingWork.ts';

/** A timer's callback. Browsers also take a string of code, which the policy forbids here. */
type Handler = (...parameters: unknown[]) => void;

/** The timers that code has set, which a run waits for as Node does. */
export class Timers {
  readonly #pending: PendingWork;
  readonly #onThrown: (thrown: unknown) => void;
  readonly #active = new Map<number, () => void>();

  /** @param onThrown gets errors of timers: WebKit hides them, because it takes the script for one of another site ("Script error.") */
  constructor(pending: PendingWork, onThrown: (thrown: unknown) => void) {
    this.#pending = pending;
    this.#onThrown = onThrown;
  }

  /** The functions that replace the worker's own. */
  functions() {
    const { setTimeout: startTimeout, setInterval: startInterval } = globalThis;
    const clear = (id?: number) => this.#clear(id);
    return {
      setTimeout: (handler: Handler, delay?: number, ...parameters: unknown[]): number => {
        checkHandler(handler);
        const id = startTimeout(() => {
          this.#clear(id);
          this.#call(handler, parameters);
        }, delay);
        return this.#follow(id);
      },
      setInterval: (handler: Handler, delay?: number, ...parameters: unknown[]): number => {
        checkHandler(handler);
        return this.#follow(startInterval(() => this.#call(handler, parameters), delay));
      },
      clearTimeout: clear,
      clearInterval: clear,
    };
  }

  /** Ends all of them. */
  clear(): void {
    for (const id of [...this.#active.keys()]) this.#clear(id);
  }

  #call(handler: Handler, parameters: unknown[]): void {
    try {
      handler(...parameters);
    } catch (thrown) {
      this.#onThrown(thrown);
    }
  }

  #follow(id: number): number {
    this.#active.set(id, this.#pending.begin());
    return id;
  }

  #clear(id: number | undefined): void {
    // The ids of timeouts and intervals are of one list.
    clearTimeout(id);
    this.#active.get(id ?? 0)?.();
    this.#active.delete(id ?? 0);
  }
}

function checkHandler(handler: unknown): void {
  if (typeof handler !== 'function') throw new TypeError(`A timer takes a function, not ${typeof handler}.`);
}
