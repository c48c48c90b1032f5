import { wait } from '../async/abort.ts';
import type { PausableTimer } from '../async/timeouts.ts';
import { errorMessage } from '../errors.ts';
import type { HostAnswer } from '../protocol.ts';
import type { RunOptions } from './options.ts';
import type { Interpreter } from './session/interpreter.ts';

/** Questions of one run that a person is asked at once: tasks of Python may each call `input()`. */
const MAX_QUESTIONS = 10;
/** Milliseconds until it is looked at again whether whoever asked still waits. */
const LOOK = 1_000;

/** Has a person answer the questions of a run. Its time stands still meanwhile, as long as its code does nothing but wait. */
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

  /** A worker that computes does not answer: code that has asked past Python, and goes on, would have all the time that a person takes. */
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
