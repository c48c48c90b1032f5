import type { PausableTimer } from '../async/timeouts.ts';
import { errorMessage } from '../errors.ts';
import type { HostAnswer } from '../protocol.ts';
import type { RunOptions } from './options.ts';
import { pauseWhileIdle } from './pauseWhileIdle.ts';
import type { Interpreter } from './session/interpreter.ts';

/** Open questions of one run: several tasks of Python may call `input()`. */
const MAX_QUESTIONS = 10;

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
    const resume = pauseWhileIdle(this.#interpreter, this.#timer);
    try {
      return { value: (await this.#onInput(prompt)) ?? null };
    } catch (error) {
      return { error: errorMessage(error) };
    } finally {
      this.#open -= 1;
      resume();
    }
  }
}
