import type { Cassette } from '../../cassette/format.ts';
import type { Checkpoint } from '../../sandbox/checkpoint.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Connection } from '../live/access.ts';
import { demoFiles } from './demos.ts';

/** The progress of a demo: the next question, and the state of Python before it. */
export class DemoPlay {
  readonly #cassette: Cassette;
  readonly #connection: Connection;
  readonly #sandbox: () => Promise<Sandbox>;
  #next = 0;
  #before: Checkpoint | undefined;

  constructor(cassette: Cassette, connection: Connection, sandbox: () => Promise<Sandbox>) {
    this.#cassette = cassette;
    this.#connection = connection;
    this.#sandbox = sandbox;
  }

  /** The next question; `undefined` at the end. */
  get question(): { question: string; files: File[] } | undefined {
    const question = this.#cassette.prompts[this.#next];
    return question === undefined ? undefined : { question, files: this.#next === 0 ? demoFiles(this.#cassette) : [] };
  }

  /** Whether the state before the current question is available. */
  get canUndo(): boolean {
    return this.#next === 0 || this.#before !== undefined;
  }

  /** Returns the connection for the next question, and captures the state of Python before it. */
  async open(): Promise<Connection> {
    this.#before?.release();
    this.#before = this.#next === 0 ? undefined : await this.#capture();
    return this.#connection;
  }

  answered(): void {
    this.#next += 1;
  }

  /**
   * Restores Python to the state before the current question.
   *
   * @throws the error of an engine that cannot start
   */
  async undo(): Promise<void> {
    const sandbox = await this.#sandbox();
    if (this.#before) await sandbox.restore(this.#before);
    else await sandbox.reset();
  }

  close(): void {
    this.#before?.release();
    this.#before = undefined;
  }

  /** Some variables cannot be captured. The demo can still be played from its beginning. */
  async #capture(): Promise<Checkpoint | undefined> {
    return (await this.#sandbox()).checkpoint().catch(() => undefined);
  }
}
