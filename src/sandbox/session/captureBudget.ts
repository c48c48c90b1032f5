/** Part of a session's time that captures may take, and part of the calls in quick succession that may be lost. */
const PART = 0.1;
/** Milliseconds that captures may take at first, so that a young session is captured, too. */
const HEAD_START = 500;
/** Milliseconds that code may run until a capture is worth a delay in any case, unless captures take longer than a part of it. */
const LONGEST_UNCAPTURED = 500;

/** The changes of a session: its runs, and the files that the page wrote. */
export interface Changes {
  /** Those since the latest capture. */
  uncaptured: number;
  /** Those since the session was idle. */
  inSuccession: number;
}

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

  /**
   * Whether a waiting run may be delayed by a capture. When runs follow each other, the first ten are, and then ever fewer: a kill costs at
   * most a tenth of them, and at most {@link LONGEST_UNCAPTURED} or ten times what a capture takes.
   */
  isWorthDelay({ uncaptured, inSuccession }: Changes): boolean {
    const isPart = uncaptured >= inSuccession * PART && this.wait === 0;
    return isPart || this.#ran >= Math.max(this.#latest / PART, LONGEST_UNCAPTURED);
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
