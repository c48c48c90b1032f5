/** Part of a session's time that captures may take. */
const PART = 0.1;
/** Milliseconds that captures may take at first, so that a young session is captured, too. */
const HEAD_START = 500;

/** Decides when to capture a session, so that captures take at most a tenth of its time. */
export class CaptureBudget {
  readonly #began = performance.now();
  #spent = 0;
  /** Milliseconds that the latest capture took, and that the next will probably take. */
  #latest = 0;
  /** Milliseconds that code has run since then. */
  #ran = 0;

  /** Milliseconds until an idle session may be captured: captures take a tenth of its lifetime. */
  get wait(): number {
    return Math.max(0, (this.#spent + this.#latest - HEAD_START) / PART - (performance.now() - this.#began));
  }

  /** Whether a waiting run may be delayed by a capture: that takes a tenth of the time that code ran. Many short runs are not delayed. */
  get isWorthIt(): boolean {
    return this.#spent + this.#latest <= HEAD_START || this.#latest <= this.#ran * PART;
  }

  /** Adds the time that code ran: captures may take a part of it. */
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
