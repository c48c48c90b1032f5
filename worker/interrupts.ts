/** What Python's handler for the deadline listens to (harness/deadline.py). */
const SIGALRM = 14;
/** Polls between two looks at the clock: Python polls every few dozen bytecodes, and a look costs more than a poll. */
const POLLS_PER_LOOK = 8;
/** Milliseconds until code that swallowed the interrupt is interrupted again. */
const REPEAT = 50;

/**
 * The interrupt buffer that Pyodide polls while Python runs. It need not be shared memory: an object whose element 0 is a getter
 * can compare the clock, and so end a run at its deadline in any browser and with the interpreter's state kept.
 */
export class Interrupts {
  readonly #whilePythonRuns: (now: number) => void;
  #polls = 0;
  #next = Number.POSITIVE_INFINITY;

  /** @param whilePythonRuns called at each look at the clock, many times a second as long as Python is busy. */
  constructor(whilePythonRuns: (now: number) => void) {
    this.#whilePythonRuns = whilePythonRuns;
  }

  /** Interrupts Python `milliseconds` from now, and again until {@link disarm}. */
  arm(milliseconds: number): void {
    this.#next = performance.now() + milliseconds;
  }

  disarm(): void {
    this.#next = Number.POSITIVE_INFINITY;
  }

  get 0(): number {
    this.#polls += 1;
    if (this.#polls % POLLS_PER_LOOK !== 0) return 0;
    const now = performance.now();
    this.#whilePythonRuns(now);
    if (now < this.#next) return 0;
    this.#next = now + REPEAT;
    return SIGALRM;
  }

  /** Pyodide acknowledges every poll by writing a zero. */
  set 0(_acknowledged: number) {}
}
