/** Counts the users of something shared. The last one to release it gives it up. */
export class RefCount {
  readonly #onUnused: (reason: unknown) => void;
  #users = 0;

  /** @param onUnused gets the reason of the last release */
  constructor(onUnused: (reason: unknown) => void) {
    this.#onUnused = onUnused;
  }

  get isUsed(): boolean {
    return this.#users > 0;
  }

  /** Adds a user, and gives the function that releases it; that may be called twice. */
  acquire(): (reason?: unknown) => void {
    this.#users += 1;
    let isReleased = false;
    return (reason) => {
      if (isReleased) return;
      isReleased = true;
      this.#users -= 1;
      if (this.#users === 0) this.#onUnused(reason);
    };
  }
}
