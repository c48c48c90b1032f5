import { timeoutWhileAwake } from './timeoutWhileAwake.ts';

/** Aborts when nothing has happened for a while. */
export class StallTimeout {
  readonly #controller = new AbortController();
  /** Milliseconds. */
  readonly patience: number;
  #callOff = () => {};

  constructor(patience: number) {
    this.patience = patience;
    this.postpone();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  postpone(): void {
    this.#callOff();
    this.#callOff = timeoutWhileAwake(this.patience, () => this.#controller.abort());
  }

  end(): void {
    this.#callOff();
  }
}
