import { fromBase64 } from '../base64.ts';
import { abortable } from '../sandbox/abortable.ts';
import { sha256 } from '../sandbox/packages/integrity.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { Turns } from '../sandbox/turns.ts';
import type { UserFile } from './files.ts';

/**
 * What the answers share whose programs run in one sandbox. One program runs at a time, from the delivery of its files on: two answers
 * may have other files under one name.
 */
export class Workplace {
  readonly #sandbox: Sandbox;
  readonly #turns = new Turns();
  /** The hashes of the files that were delivered, by name. */
  readonly #delivered = new Map<string, string>();

  /** The one of a sandbox, whichever clients use it. */
  static of(sandbox: Sandbox): Workplace {
    const workplace = WORKPLACES.get(sandbox) ?? new Workplace(sandbox);
    WORKPLACES.set(sandbox, workplace);
    return workplace;
  }

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** @throws the signal's reason where it aborts; the turn lasts until what was begun has ended, so that nothing of it comes later */
  async inTurn<Value>(signal: AbortSignal | undefined, use: () => Promise<Value>): Promise<Value> {
    const endTurn = await this.#turns.take(signal);
    const used = use();
    used.then(endTurn, endTurn);
    return abortable(used, signal);
  }

  /**
   * Puts the user's files where code finds them, unless they are there already: code may have changed them since. A sandbox that was
   * reset has them no longer.
   */
  async deliver(files: readonly UserFile[], signal: AbortSignal | undefined): Promise<void> {
    if (files.length === 0) return;
    const present = new Set((await this.#sandbox.files.list()).map(({ path }) => path));
    for (const file of files) {
      const hash = await hashOf(file);
      if (this.#delivered.get(file.name) === hash && present.has(file.name)) continue;
      signal?.throwIfAborted();
      await this.#sandbox.files.write(file.name, fromBase64(file.data));
      this.#delivered.set(file.name, hash);
    }
  }

  /** Has all files delivered again: what there was may be gone. */
  forgetFiles(): void {
    this.#delivered.clear();
  }
}

const WORKPLACES = new WeakMap<Sandbox, Workplace>();

/** Of files that are delivered before each run of an answer. */
const hashes = new WeakMap<UserFile, Promise<string>>();

function hashOf(file: UserFile): Promise<string> {
  const hash = hashes.get(file) ?? sha256(fromBase64(file.data).buffer);
  hashes.set(file, hash);
  return hash;
}
