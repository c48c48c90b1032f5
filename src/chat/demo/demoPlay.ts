import type { Cassette } from '../../cassette/format.ts';
import type { Checkpoint } from '../../sandbox/checkpoint.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Connection } from '../live/geminiChat.ts';
import { demoFiles } from './demos.ts';

/** A demo while it is played: which question is next, and what Python was before it. */
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

  /** What the user says next; nothing at the end. */
  get question(): { question: string; files: File[] } | undefined {
    const question = this.#cassette.prompts[this.#next];
    return question === undefined ? undefined : { question, files: this.#next === 0 ? demoFiles(this.#cassette) : [] };
  }

  /** Whether what has happened since the question before this one can be undone. */
  get canTakeBack(): boolean {
    return this.#next === 0 || this.#before !== undefined;
  }

  /** Gives the conversation that the next question goes to, and keeps what Python is like before it. */
  async open(): Promise<Connection> {
    this.#before?.release();
    this.#before = this.#next === 0 ? undefined : await this.#capture();
    return this.#connection;
  }

  answered(): void {
    this.#next += 1;
  }

  /**
   * Brings Python back to where it was before the next question.
   *
   * @throws whatever keeps Python from starting
   */
  async takeBack(): Promise<void> {
    const sandbox = await this.#sandbox();
    if (this.#before) await sandbox.restore(this.#before);
    else await sandbox.reset();
  }

  close(): void {
    this.#before?.release();
    this.#before = undefined;
  }

  /** Nothing where there are variables that cannot be kept: the demo can be played from its beginning all the same. */
  async #capture(): Promise<Checkpoint | undefined> {
    return (await this.#sandbox()).checkpoint().catch(() => undefined);
  }
}
