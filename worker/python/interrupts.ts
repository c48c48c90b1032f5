import { clock } from '../common/clock.ts';
import { Countdown } from './countdown.ts';

/** The signal that interrupts Python: a real-time signal without a name, which no other code handles. */
export const INTERRUPT = 50;
/** Polls between two looks at the clock: Python polls every few dozen bytecodes, and a look costs more than a poll. */
const POLLS_PER_LOOK = 32;
/** Milliseconds until code that swallowed the interrupt is interrupted again. */
const REPEAT = 50;
/** Milliseconds between two interrupts that let busy Python handle messages. */
const TICK = 50;

/** The reason for an alarm: the timeout has come, or messages are due to be let in. */
export type Alarm = 'timeout' | 'tick';

/**
 * The interrupt buffer that Pyodide polls while Python runs. It need not be shared memory: an object whose element 0 is a getter
 * can compare the clock. So a run ends at its timeout in any browser, and the interpreter keeps its state; and if the browser can
 * suspend Python (JSPI), Python lets messages in every now and then, among them the one that stops it.
 */
export class Interrupts {
  readonly #whilePythonRuns: (now: number) => void;
  #polls = 0;
  #timeout = new Countdown(Number.POSITIVE_INFINITY);
  #tick = Number.POSITIVE_INFINITY;
  #alarm: Alarm = 'tick';

  /** @param whilePythonRuns called at each look at the clock, many times a second as long as Python is busy. */
  constructor(whilePythonRuns: (now: number) => void) {
    this.#whilePythonRuns = whilePythonRuns;
  }

  /** Interrupts Python `milliseconds` from now, and again until {@link disarm}. @param ticks whether Python can be suspended */
  arm(milliseconds: number, ticks: boolean): void {
    this.#timeout = new Countdown(milliseconds);
    this.#tick = ticks ? clock() + TICK : Number.POSITIVE_INFINITY;
  }

  disarm(): void {
    this.arm(Number.POSITIVE_INFINITY, false);
  }

  /** Lets the time until the timeout stand still until the function that this returns is called. Ticks go on. */
  pause(): () => void {
    return this.#timeout.pause();
  }

  /** The reason for the latest alarm. */
  get alarm(): Alarm {
    return this.#alarm;
  }

  get 0(): number {
    this.#polls += 1;
    if (this.#polls % POLLS_PER_LOOK !== 0) return 0;
    const now = clock();
    this.#whilePythonRuns(now);
    if (this.#timeout.isOver(now)) {
      this.#timeout = new Countdown(REPEAT);
      this.#alarm = 'timeout';
      return INTERRUPT;
    }
    if (now < this.#tick) return 0;
    this.#tick = now + TICK;
    this.#alarm = 'tick';
    return INTERRUPT;
  }

  /** Pyodide acknowledges every poll by writing a zero. */
  set 0(_acknowledged: number) {}
}
