import { abortable } from '../../async/abort.ts';
import { Mutex } from '../../async/mutex.ts';
import { WorkerDiedError } from '../../errors.ts';
import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import type { RunOptions } from '../../sandbox/options.ts';
import { sha256 } from '../../sandbox/packages/integrity.ts';
import { describeEarlierLosses, type RunResult } from '../../sandbox/result.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { bytesOf, type UserFile } from '../request/userFiles.ts';

/** Attempts to begin a run, if other runs break the interpreter while it waits. */
const MAX_ATTEMPTS = 3;

/** The files and functions of a program. */
interface ProgramInputs {
  /** The user's files. */
  files: readonly UserFile[];
  /** The application's functions that Python can call. */
  tools: Record<string, Tool>;
  /** Called after the run, before another begins. */
  whenRun?: (result: RunResult) => Promise<void>;
}

/**
 * Queues the programs of all answers that share one sandbox. A program's turn begins with the delivery of its files, since two answers may
 * have different files under one name.
 */
export class RunQueue {
  readonly #sandbox: CodeExecutor;
  readonly #mutex = new Mutex();
  /** Hashes of the delivered files, by name. */
  readonly #delivered = new Map<string, string>();

  /** The queue of a sandbox, shared by all clients. */
  static of(sandbox: CodeExecutor): RunQueue {
    const queue = QUEUES.get(sandbox) ?? new RunQueue(sandbox);
    QUEUES.set(sandbox, queue);
    return queue;
  }

  private constructor(sandbox: CodeExecutor) {
    this.#sandbox = sandbox;
  }

  /**
   * Runs a program when its turn comes, with its files and functions in place.
   *
   * @throws the errors of `Sandbox.run`. If `options.signal` aborts, the turn lasts until the run has really ended, so that the next program
   *   sees none of its effects.
   */
  async run(code: string, options: RunOptions, inputs: ProgramInputs): Promise<RunResult> {
    const { signal } = options;
    const running = this.#mutex.run(() => this.#runAgainIfUnbegun(code, options, inputs), { signal });
    return abortable(running, signal);
  }

  /** Does work when its turn comes, between two programs. `signal` gives up waiting. */
  async alone<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    return this.#mutex.run(work, { signal });
  }

  /** If another run broke the interpreter while this one waited, nothing of this one has happened yet. */
  async #runAgainIfUnbegun(code: string, options: RunOptions, inputs: ProgramInputs): Promise<RunResult> {
    const lostRuns: number[] = [];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return afterLosses(await this.#run(code, options, inputs), lostRuns);
      } catch (error) {
        const isUnbegun = error instanceof WorkerDiedError && error.lostRuns.length > 0;
        if (!isUnbegun || attempt === MAX_ATTEMPTS) throw error;
        lostRuns.push(...error.lostRuns);
      }
    }
  }

  async #run(code: string, options: RunOptions, { files, tools, whenRun }: ProgramInputs): Promise<RunResult> {
    // Only programs of this request may call its functions.
    const takeBack = Object.keys(tools).length > 0 ? this.#sandbox.expose(tools) : undefined;
    let isStateLost = true;
    try {
      await this.#deliver(files, options.signal);
      options.signal?.throwIfAborted();
      const result = await this.#sandbox.run(code, options);
      isStateLost = hasLosses(result);
      await whenRun?.(result);
      return result;
    } finally {
      takeBack?.();
      // The delivered files may be gone.
      if (isStateLost) this.#delivered.clear();
    }
  }

  /**
   * Writes the user's files into the sandbox, except those that are there already, which code may have changed since. A sandbox that was
   * reset no longer has them.
   */
  async #deliver(files: readonly UserFile[], signal: AbortSignal | undefined): Promise<void> {
    if (files.length === 0) return;
    const present = new Set((await this.#sandbox.files.list()).map(({ path }) => path));
    for (const file of files) {
      const hash = await hashOf(file);
      if (this.#delivered.get(file.name) === hash && present.has(file.name)) continue;
      signal?.throwIfAborted();
      await this.#sandbox.files.write(file.name, await bytesOf(file));
      this.#delivered.set(file.name, hash);
    }
  }
}

const QUEUES = new WeakMap<CodeExecutor, RunQueue>();

/** Hashes of files, which are needed before each run of an answer. */
const hashes = new WeakMap<UserFile, Promise<string>>();

function hashOf(file: UserFile): Promise<string> {
  const hash = hashes.get(file) ?? bytesOf(file).then(({ buffer }) => sha256(buffer));
  hashes.set(file, hash);
  return hash;
}

/** Adds to a result the losses before its run began. */
export function afterLosses(result: RunResult, lostRuns: readonly number[]): RunResult {
  if (lostRuns.length === 0) return result;
  const [note = ''] = describeEarlierLosses({ runs: [...lostRuns], files: true }, 'Python');
  return {
    ...result,
    output: `${note}${result.output}`,
    recovery: {
      undone: result.recovery?.undone ?? false,
      lostRuns: [...lostRuns, ...(result.recovery?.lostRuns ?? [])],
      lostFiles: true,
    },
  };
}

function hasLosses({ recovery }: RunResult): boolean {
  return recovery !== undefined && (recovery.lostRuns.length > 0 || recovery.lostFiles);
}
