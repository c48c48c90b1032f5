import { clock } from '../common/clock.ts';
import { Countdown } from './countdown.ts';
import type { EmscriptenModule } from './emscripten.ts';
import { assemble, op } from './wasmModule.ts';

/** The signal that interrupts Python: a real-time signal without a name, which no other code handles. */
export const INTERRUPT = 50;
/** Milliseconds between two looks at the clock, about. */
const BETWEEN_LOOKS = 1;
/** Checks of Python's between two polls, if nobody tells it otherwise: its `PY_EMSCRIPTEN_SIGNAL_INTERVAL`. */
const CHECKS_PER_POLL = 50;
/**
 * Checks between two looks, at most: Python makes one at each call and each turn of a loop. All of them may suddenly take milliseconds, and the
 * page ends a worker that is a second late. More would make loops hardly faster, and the writing of numbers as text by a quarter.
 */
const MAX_CHECKS = 2 * CHECKS_PER_POLL;
/** The part by which checks between two looks grow while they are fast: slow ones may have some of the harness between them, at each tick. */
const GROWTH = 1 / 16;
/** Milliseconds until code that swallowed the interrupt is interrupted again. */
const REPEAT = 50;
/** Milliseconds between two interrupts that let busy Python handle messages. */
const TICK = 50;

/** The reason for an alarm: the timeout has come, or messages are due to be let in. */
export type Alarm = 'timeout' | 'tick';

/**
 * What Python polls while it runs. It need not be shared memory: a function can look at the clock. So a run ends at its timeout in any browser,
 * and the interpreter keeps its state; and if the browser can suspend Python (JSPI), Python lets messages in every now and then, among them the
 * one that stops it.
 *
 * A call of JavaScript takes a fifth of a microsecond. Made for each poll it would take 9 % of the time of a busy program, and half of the time
 * in which numbers become text: that polls at each step. So polls are counted in WebAssembly, and only some look at the clock.
 */
export class Interrupts {
  readonly #whilePythonRuns: (now: number) => void;
  /** Polls until the next look. */
  readonly #left = new WebAssembly.Global({ value: 'i32', mutable: true }, 1);
  #module: EmscriptenModule | undefined;
  /** Checks between two looks. */
  #checks = 1;
  #lookedAt = 0;
  #timeout = new Countdown(Number.POSITIVE_INFINITY);
  #tick = Number.POSITIVE_INFINITY;
  #alarm: Alarm = 'tick';

  /** @param whilePythonRuns called at each look at the clock, many times a second as long as Python is busy */
  constructor(whilePythonRuns: (now: number) => void) {
    this.#whilePythonRuns = whilePythonRuns;
  }

  /** Has Python call this instead of its own function. To be called before the interpreter is instantiated. */
  connect({ env }: WebAssembly.Imports): void {
    if (env) env._Py_CheckEmscriptenSignals_Helper = countedPoll(this.#left, () => this.#look());
  }

  /** Has Python poll: to be called when it has started, or was restored. */
  start(module: EmscriptenModule): void {
    this.#module = module;
    module.HEAPU8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
  }

  /** Interrupts Python `milliseconds` from now, and again until {@link disarm}. @param ticks whether Python can be suspended */
  arm(milliseconds: number, ticks: boolean): void {
    this.#lookAfter(1);
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

  /** @returns the signal for Python, or 0 */
  #look(): number {
    const now = clock();
    const passed = now - this.#lookedAt;
    this.#lookedAt = now;
    this.#lookAfter(
      passed < BETWEEN_LOOKS
        ? this.#checks + Math.ceil(this.#checks * GROWTH)
        : (this.#checks * BETWEEN_LOOKS) / passed,
    );
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

  #lookAfter(checks: number): void {
    this.#checks = Math.min(Math.max(Math.floor(checks), 1), MAX_CHECKS);
    this.#left.value = Math.max(Math.round(this.#checks / CHECKS_PER_POLL), 1);
    const untilPoll = this.#module?.__Py_emscripten_signal_clock;
    // A check may take long: each turn of a loop may multiply matrices.
    if (this.#module && untilPoll !== undefined && this.#checks < CHECKS_PER_POLL)
      this.#module.HEAPU32[untilPoll >> 2] = this.#checks;
  }
}

/** A function that counts `left` down, and gives what `look` does when it is 0, and 0 before. */
function countedPoll(left: WebAssembly.Global, look: () => number): WebAssembly.ExportValue {
  const [LEFT, LOOK, POLL] = [0, 0, 0];
  const code = assemble({
    types: [{ parameters: 0, results: 1 }],
    importedFunctions: [POLL],
    importedGlobals: ['left'],
    functions: [
      {
        type: POLL,
        locals: 0,
        body: [
          ...[...op.globalGet(LEFT), ...op.i32Const(1), ...op.i32Subtract, ...op.globalSet(LEFT)],
          ...[...op.globalGet(LEFT), ...op.ifNotZero([...op.i32Const(0), ...op.return])],
          ...[...op.call(LOOK), ...op.end],
        ],
      },
    ],
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {
    functions: { [LOOK]: look },
    globals: { left },
  });
  return exports[POLL] as WebAssembly.ExportValue;
}
