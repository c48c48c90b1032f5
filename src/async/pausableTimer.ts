/** The longest delay that browsers' timers take, in milliseconds (24.8 days). What would take longer never happens. */
const MAX_DELAY = 2 ** 31 - 1;

/** Calls a function once, when so many milliseconds have passed in which it was not paused. */
export class PausableTimer {
  readonly #onEnd: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left: number;
  #startedAt = 0;
  #pauses = 0;
  #over = false;

  /** @param milliseconds `Infinity` for never */
  constructor(milliseconds: number, onEnd: () => void) {
    this.#left = milliseconds;
    this.#onEnd = onEnd;
    this.#start();
  }

  /** Lets the time stand still until the function that this returns is called; where there are several, until all are. */
  pause(): () => void {
    if (this.#pauses === 0) {
      clearTimeout(this.#timer);
      this.#left -= performance.now() - this.#startedAt;
    }
    this.#pauses += 1;
    return () => {
      this.#pauses -= 1;
      if (this.#pauses === 0) this.#start();
    };
  }

  /** Sees to it that nothing is called any more. */
  cancel(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #start(): void {
    if (this.#over) return;
    this.#startedAt = performance.now();
    if (this.#left <= MAX_DELAY) this.#timer = setTimeout(() => this.#end(), this.#left);
  }

  #end(): void {
    this.#over = true;
    this.#onEnd();
  }
}
