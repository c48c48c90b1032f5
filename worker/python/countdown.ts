import { clock } from '../common/clock.ts';

/** Time that runs out, and that stands still while it is paused. */
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

  /** Lets the time stand still until the function that this returns is called; where there are several, until all are. */
  pause(): () => void {
    if (this.#pauses === 0) this.#pausedAt = clock();
    this.#pauses += 1;
    return () => {
      this.#pauses -= 1;
      if (this.#pauses === 0) this.#end += clock() - this.#pausedAt;
    };
  }
}
