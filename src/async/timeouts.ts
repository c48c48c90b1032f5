/** A timer this many milliseconds late means a frozen page or a sleeping machine; a busy page is never this late. */
const FROZEN = 2_000;
/** The longest delay that browsers' timers take, in milliseconds (24.8 days). A longer one counts as never. */
export const MAX_DELAY = 2 ** 31 - 1;

/**
 * Calls back after so many milliseconds of waiting for a peer. If the page was frozen meanwhile, so was the peer: the time begins again.
 *
 * @returns a function that cancels it
 * @see https://wicg.github.io/page-lifecycle/
 */
export function timeoutWhileAwake(milliseconds: number, onEnd: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const due = performance.now() + milliseconds;
    timer = setTimeout(() => (performance.now() - due > FROZEN ? wait() : onEnd()), milliseconds);
  };
  wait();
  return () => clearTimeout(timer);
}

/** Aborts its signal when nothing has happened for a while. */
export class StallTimeout {
  readonly #controller = new AbortController();
  /** Milliseconds. */
  readonly milliseconds: number;
  #cancel = () => {};

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.postpone();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  postpone(): void {
    this.#cancel();
    this.#cancel = timeoutWhileAwake(this.milliseconds, () => this.#controller.abort());
  }

  end(): void {
    this.#cancel();
  }
}

/** Calls a function once, after so many milliseconds in which it was not paused. */
export class PausableTimer {
  readonly #onEnd: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left: number;
  #startedAt = 0;
  #pauses = 0;
  #isOver = false;

  /** @param milliseconds `Infinity` for never */
  constructor(milliseconds: number, onEnd: () => void) {
    this.#left = milliseconds;
    this.#onEnd = onEnd;
    this.#start();
  }

  /** Stops the clock, and returns the function that starts it again. After several calls, all of these have to be called. */
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

  cancel(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #start(): void {
    if (this.#isOver) return;
    this.#startedAt = performance.now();
    if (this.#left <= MAX_DELAY) this.#timer = setTimeout(() => this.#end(), this.#left);
  }

  #end(): void {
    this.#isOver = true;
    this.#onEnd();
  }
}
