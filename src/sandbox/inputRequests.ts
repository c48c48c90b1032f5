import { wait } from '../async/abort.ts';
import type { PausableTimer } from '../async/timeouts.ts';
import { errorMessage } from '../errors.ts';
import type { HostAnswer } from '../protocol.ts';
import type { RunOptions } from './options.ts';
import type { Interpreter } from './session/interpreter.ts';

/** Open questions of one run: several tasks of Python may call `input()`. */
const MAX_QUESTIONS = 10;
/** Milliseconds between two checks whether the code still waits. */
const LOOK = 1_000;

/** Asks a person the questions of a run. The run's timeout stands still as long as its code only waits. */
export class InputRequests {
  readonly #interpreter: Interpreter;
  readonly #timer: PausableTimer;
  readonly #onInput: NonNullable<RunOptions['onInput']>;
  #open = 0;

  constructor(interpreter: Interpreter, timer: PausableTimer, onInput: NonNullable<RunOptions['onInput']>) {
    this.#interpreter = interpreter;
    this.#timer = timer;
    this.#onInput = onInput;
  }

  async ask(prompt: string): Promise<HostAnswer> {
    if (this.#open >= MAX_QUESTIONS) return { error: `there are ${MAX_QUESTIONS} questions already` };
    this.#open += 1;
    const answered = new AbortController();
    this.#pauseWhileItWaits(answered.signal).catch(() => {});
    try {
      return { value: (await this.#onInput(prompt)) ?? null };
    } catch (error) {
      return { error: errorMessage(error) };
    } finally {
      this.#open -= 1;
      answered.abort();
    }
  }

  /** Pauses only while the worker answers, that is, computes nothing. Otherwise code that asks in the background would have no timeout. */
  async #pauseWhileItWaits(answered: AbortSignal): Promise<void> {
    while (!answered.aborted) {
      await this.#interpreter.whenIdle();
      if (answered.aborted) return;
      const resume = this.#timer.pause();
      await wait(LOOK, answered).catch(() => {});
      resume();
    }
  }
}
