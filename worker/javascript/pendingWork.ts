/** Unfinished work that a run has to wait for: timers, requests to the host. */
export class PendingWork {
  readonly #begun = new Set<object>();
  #onNone = () => {};

  /** @returns a function that ends it; it may be called twice */
  begin(): () => void {
    const begun = {};
    this.#begun.add(begun);
    return () => {
      this.#begun.delete(begun);
      if (this.#begun.size === 0) this.#onNone();
    };
  }

  get isNone(): boolean {
    return this.#begun.size === 0;
  }

  /** Forgets all that was begun. */
  clear(): void {
    this.#begun.clear();
    this.#onNone();
  }

  /** Waits until there is nothing, which may be at once. */
  async whenNone(): Promise<void> {
    if (this.isNone) return;
    await new Promise<void>((resolve) => {
      this.#onNone = resolve;
    });
  }

  async during<Value>(work: Promise<Value>): Promise<Value> {
    const end = this.begin();
    try {
      return await work;
    } finally {
      end();
    }
  }
}
