import { clock } from '../common/clock.ts';

/** A timeout that can be paused. */
export class Countdown {
  /** On the clock of {@link clock}. */
  #end: number;
  #pauses = 0;
  #pausedAt = 0;

  constructor(milliseconds: number) {
    this.#end = clock() + milliseconds;
  }

  isOver(now: number): boolean {
    return this.#pauses === 0 && now >= this.#end;
  }

  /** Stops the countdown until the returned function is called; after several calls, until all returned functions are. */
  pause(): () => void {
    if (this.#pauses === 0) this.#pausedAt = clock();
    this.#pauses += 1;
    return () => {
      this.#pauses -= 1;
      if (this.#pauses === 0) this.#end += clock() - this.#pausedAt;
    };
  }
}
