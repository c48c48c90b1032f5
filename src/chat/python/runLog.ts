import type { AnswerEvent } from '../../gemini/events.ts';

/** A run that the state of Python comes of. */
export interface LoggedRun {
  readonly code: string;
  readonly by: 'model' | 'reader';
}

/** The runs of a session, as far as this page has seen them. */
export class RunLog {
  #runs: LoggedRun[] = [];
  /** The model's run that goes on. */
  #pending: LoggedRun | undefined;
  /** Whether the last run ended without a word: Python may know of it, or not. */
  #isUnsure = false;
  #isLocal = true;

  /** The last run; `undefined` where nobody can say which it is. */
  get last(): LoggedRun | undefined {
    return this.#isUnsure ? undefined : this.#runs.at(-1);
  }

  /** Notes what the model has run. */
  note(event: AnswerEvent): void {
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
        this.#end(event.restored ?? false);
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

  /** A run was stopped. */
  lose(): void {
    this.#pending = undefined;
    this.#isUnsure = true;
  }

  /** The last run was taken back. */
  dropLast(): void {
    if (this.#isUnsure) this.#runs = [];
    else this.#runs.pop();
    this.#isUnsure = false;
  }

  clear(): void {
    this.#runs = [];
    this.#isUnsure = false;
  }

  /** @param killed whether Python went on from before the run, which is no part of its state then */
  #end(killed: boolean): void {
    if (this.#pending && !killed) this.add(this.#pending);
    this.#pending = undefined;
  }
}
