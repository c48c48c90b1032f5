import type { AnswerProgress } from '../../answer/events.ts';

/** A run that is part of Python's current state. */
export interface LoggedRun {
  readonly code: string;
  readonly by: 'model' | 'user' | 'agent';
  /** The name of the cell, if the user has run it there. */
  readonly cell?: string;
}

/** The runs that led to Python's current state, as far as this page knows. */
export class RunLog {
  #runs: LoggedRun[] = [];
  /** The model's run in progress. */
  #pending: LoggedRun | undefined;
  /** Whether the last run ended without a result: Python may or may not have run it. */
  #isUnsure = false;
  #isLocal = true;

  /** The last run; `undefined` if it is not certain which it is. */
  get last(): LoggedRun | undefined {
    return this.#isUnsure ? undefined : this.#runs.at(-1);
  }

  /** Logs the runs of the model's code. */
  follow(event: AnswerProgress): void {
    switch (event.type) {
      case 'turn-start':
        this.#isLocal = event.mode === 'local';
        break;
      case 'escalate':
        this.#isLocal = false;
        break;
      case 'code':
        if (this.#isLocal) this.#pending = { code: event.code, by: 'model' };
        break;
      case 'result':
        this.#end(event.recovery?.undone ?? false);
        break;
      case 'turn-end':
        if (this.#pending) this.lose();
        break;
    }
  }

  add(run: LoggedRun): void {
    this.#runs.push(run);
    this.#isUnsure = false;
  }

  /** A run ended without a result. */
  lose(): void {
    this.#pending = undefined;
    this.#isUnsure = true;
  }

  /** The last run was undone. */
  dropLast(): void {
    if (this.#isUnsure) this.#runs = [];
    else this.#runs.pop();
    this.#isUnsure = false;
  }

  clear(): void {
    this.#runs = [];
    this.#isUnsure = false;
  }

  /** @param killed whether Python was restored to the state before the run */
  #end(killed: boolean): void {
    if (this.#pending && !killed) this.add(this.#pending);
    this.#pending = undefined;
  }
}
