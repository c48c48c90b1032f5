/** Part of a session's time that may be spent on capturing it. */
const PART = 0.1;
/** Milliseconds that may be spent before that: what a young session holds is worth as much. */
const HEAD_START = 500;

/** Sees to it that capturing a session costs at most a tenth of its time. */
export class CaptureBudget {
  readonly #began = performance.now();
  #spent = 0;
  /** Milliseconds that the latest capture took, and that the next will take in all likelihood. */
  #latest = 0;
  /** Milliseconds that code ran since then. */
  #ran = 0;

  /** Milliseconds until the next capture may be made of a session that has nothing to do: a tenth of the time that it lives. */
  get wait(): number {
    return Math.max(0, (this.#spent + this.#latest - HEAD_START) / PART - (performance.now() - this.#began));
  }

  /** Whether a run that waits may be held up for a capture: a tenth of the time that code ran. Many short runs are not. */
  get isWorthIt(): boolean {
    return this.#spent + this.#latest <= HEAD_START || this.#latest <= this.#ran * PART;
  }

  addRun(milliseconds: number): void {
    this.#ran += milliseconds;
  }

  async spend<Value>(capture: () => Promise<Value>): Promise<Value> {
    const started = performance.now();
    try {
      return await capture();
    } finally {
      this.#latest = performance.now() - started;
      this.#spent += this.#latest;
      this.#ran = 0;
    }
  }
}
