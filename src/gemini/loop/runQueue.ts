import { abortable } from '../../async/abort.ts';
import { Mutex } from '../../async/mutex.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import { WorkerDiedError } from '../../errors.ts';
import type { RunOptions } from '../../sandbox/options.ts';
import { sha256 } from '../../sandbox/packages/integrity.ts';
import { describeEarlierLosses, type RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Tool } from '../../sandbox/tools.ts';
import type { UserFile } from '../request/userFiles.ts';

/** How often a run is begun that others break Python under before it has begun. */
const MAX_ATTEMPTS = 3;

/** What a program needs beside its code. */
interface ProgramInputs {
  /** What the user sent. */
  files: readonly UserFile[];
  /** The caller's functions that Python may call. */
  tools: Record<string, Tool>;
}

/**
 * What the answers share whose programs run in one sandbox. One program runs at a time, from the delivery of its files on: two answers
 * may have other files under one name.
 */
export class RunQueue {
  readonly #sandbox: Sandbox;
  readonly #mutex = new Mutex();
  /** The hashes of the files that were delivered, by name. */
  readonly #delivered = new Map<string, string>();

  /** The one of a sandbox, whichever clients use it. */
  static of(sandbox: Sandbox): RunQueue {
    const workplace = QUEUES.get(sandbox) ?? new RunQueue(sandbox);
    QUEUES.set(sandbox, workplace);
    return workplace;
  }

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /**
   * Runs a program when its turn comes, with its files where it finds them and the functions that it may call.
   *
   * @throws what `Sandbox.run` does. Where `options.signal` aborts, the turn lasts until what was begun has ended, so that nothing of it
   *   comes later.
   */
  async run(code: string, options: RunOptions, belongings: ProgramInputs): Promise<RunResult> {
    const { signal } = options;
    const running = this.#mutex.run(() => this.#runAgainIfUnbegun(code, options, belongings), { signal });
    return abortable(running, signal);
  }

  /** Where somebody else's run has broken Python while this one waited, nothing of this one has happened yet. */
  async #runAgainIfUnbegun(code: string, options: RunOptions, belongings: ProgramInputs): Promise<RunResult> {
    const lostRuns: number[] = [];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return afterLosses(await this.#run(code, options, belongings), lostRuns);
      } catch (error) {
        const isUnbegun = error instanceof WorkerDiedError && error.lostRuns.length > 0;
        if (!isUnbegun || attempt === MAX_ATTEMPTS) throw error;
        lostRuns.push(...error.lostRuns);
      }
    }
  }

  async #run(code: string, options: RunOptions, { files, tools }: ProgramInputs): Promise<RunResult> {
    // They are this request's: code of others is not to call them.
    const takeBack = Object.keys(tools).length > 0 ? this.#sandbox.expose(tools) : undefined;
    let stateLost = true;
    try {
      await this.#deliver(files, options.signal);
      options.signal?.throwIfAborted();
      const result = await this.#sandbox.run(code, options);
      stateLost = result.stateLost;
      return result;
    } finally {
      takeBack?.();
      // What there was may be gone.
      if (stateLost) this.#delivered.clear();
    }
  }

  /**
   * Puts the user's files where code finds them, unless they are there already: code may have changed them since. A sandbox that was
   * reset has them no longer.
   */
  async #deliver(files: readonly UserFile[], signal: AbortSignal | undefined): Promise<void> {
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
}

const QUEUES = new WeakMap<Sandbox, RunQueue>();

/** Of files that are delivered before each run of an answer. */
const hashes = new WeakMap<UserFile, Promise<string>>();

function hashOf(file: UserFile): Promise<string> {
  const hash = hashes.get(file) ?? sha256(fromBase64(file.data).buffer);
  hashes.set(file, hash);
  return hash;
}

/** A result that says what was gone when its run began. */
function afterLosses(result: RunResult, lostRuns: readonly number[]): RunResult {
  if (lostRuns.length === 0) return result;
  const [note = ''] = describeEarlierLosses({ runs: [...lostRuns], files: true }, 'Python');
  return {
    ...result,
    output: `${note}${result.output}`,
    lostRuns: [...lostRuns, ...result.lostRuns],
    stateLost: true,
  };
}
