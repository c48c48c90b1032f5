import { whenAborted } from '../async/abort.ts';
import { asyncDispose } from '../async/disposal.ts';
import { importChunk } from '../async/importChunk.ts';
import { notifyListener } from '../async/notifyListener.ts';
import { InvalidOptionError, SandboxClosedError, SandboxLimitError } from '../errors.ts';
import { checkOptions } from './checkOptions.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { CodeExecutor } from './codeExecutor.ts';
import type { EngineLease } from './engine/engine.ts';
import { leaseEngine } from './engine/registry.ts';
import { encodeInputs } from './inputs.ts';
import { Introspection } from './introspection.ts';
import {
  DEFAULT_PACKAGES,
  engineOptionsOf,
  languageOf,
  optionsOfAnother,
  optionsOfFork,
  type RunOptions,
  type SandboxOptions,
  timeoutOf,
} from './options.ts';
import type { PackagesOption } from './packages/packagesOption.ts';
import type { RunResult } from './result.ts';
import { SandboxFiles } from './sandboxFiles.ts';
import type { SandboxSession } from './session/sandboxSession.ts';
import { listStoredSessions, removeStoredSession, type StoredSession } from './storage/browserStorage.ts';
import type { SessionPersistence } from './storage/sessionPersistence.ts';
import { SandboxTables } from './tables/sandboxTables.ts';
import type { Tool } from './tools/tool.ts';

/** Python, and JavaScript beside it, in a sealed frame of this page. Variables persist from run to run; runs queue, one at a time. */
export class Sandbox implements CodeExecutor, AsyncDisposable {
  /** The number of sandboxes that this page may have at once. @default Infinity */
  static limit = Number.POSITIVE_INFINITY;
  static #alive = 0;

  /** The files below the working directory. */
  readonly files = new SandboxFiles(
    (use) => this.#session.inTurn(use),
    () => this.#session.live.history.addFile(),
  );
  /** Completions and descriptions, for an editor. */
  readonly introspection = new Introspection((use) => this.#session.inTurn(use));
  /** The rows of tables that code showed. */
  readonly tables = new SandboxTables(() => this.#session);
  readonly #options: SandboxOptions;
  readonly #session: SandboxSession;
  #resumed = false;

  /**
   * Downloads the engine, opens a sealed frame and boots Python in it. Sandboxes with the same folder of the engine share both.
   *
   * @throws EngineDownloadError if a file of the engine can't be downloaded
   * @throws EngineBootError if Python can't be started
   * @throws InvalidOptionError if an option has a value that can't be used
   * @throws PackageError if a module of {@link SandboxOptions.preload} can't be loaded
   * @throws SnapshotError if {@link SandboxOptions.from} is damaged, was released, or is of another build
   * @throws SessionInUseError if another tab or sandbox has the name in {@link SandboxOptions.persist}, unless
   *   {@link SandboxOptions.takeOver} is `true`
   * @throws SandboxLimitError if the page has as many sandboxes as {@link Sandbox.limit} allows
   * @throws the signal's reason if `signal` aborts
   */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const base = await checkOptions(options);
    options.signal?.throwIfAborted();
    if (Sandbox.#alive >= Sandbox.limit) throw new SandboxLimitError(Sandbox.limit);
    Sandbox.#alive += 1;
    let lease: EngineLease | undefined;
    let sandbox: Sandbox | undefined;
    let storage: SessionPersistence | undefined;
    // Whoever waits for the name need not wait until everything else has been given up.
    const stopWatching = whenAborted(options.signal, () => storage?.close());
    // A page that imports the sandbox, and may never create one, downloads little. The rest comes while the engine does.
    const loading = importChunk(() => import('./session/sandboxSession.ts'));
    loading.catch(() => {});
    try {
      lease = await leaseEngine(base, engineOptionsOf(options), options.onProgress, options.signal);
      storage = await createStorage(options);
      const session = await beginSession(await loading, lease, base, options, storage);
      sandbox = new Sandbox(options, session);
      await session.whenFirstReady(options.from !== undefined, options.signal);
      await lease.whenStored();
      await session.preload(options.preload ?? [], options.signal);
      sandbox.#resumed = session.live.history.latest !== undefined;
      if (options.from && storage) await storeFromNow(session, options, storage);
      return sandbox;
    } catch (error) {
      if (!sandbox) Sandbox.#alive -= 1;
      lease?.release(error);
      await sandbox?.close();
      await storage?.close();
      throw error;
    } finally {
      stopWatching();
    }
  }

  private constructor(options: SandboxOptions, session: SandboxSession) {
    this.#options = options;
    this.#session = session;
  }

  /** The version of Python, such as `3.14.2`. It comes from inside the sandbox: show it, but don't rely on it. */
  get pythonVersion(): string {
    return this.#session.pythonVersion;
  }

  /** Whether it was closed: it takes no more runs. */
  get closed(): boolean {
    return this.#session.closed;
  }

  /** Where the packages that code imports come from. */
  get packages(): PackagesOption {
    return this.#options.packages ?? DEFAULT_PACKAGES;
  }

  /** The origins that code can send requests to ({@link SandboxOptions.network}). */
  get origins(): readonly string[] {
    return [...(this.#session.tools.network?.origins ?? [])];
  }

  /** Bytes to which Python's own memory had grown when the last run ended, files not included; `undefined` if that is not known. */
  get memory(): number | undefined {
    return this.#session.languages.python.memory;
  }

  /** The maximum for {@link rewind}. Not all states before those runs may have been captured. */
  get rewindable(): number {
    return this.#session.live.history.runs;
  }

  /**
   * Whether it started with an earlier session's variables and files: those of {@link SandboxOptions.from}, or those stored for
   * {@link SandboxOptions.persist}. If the stored ones could not be used, `onProgress` was told why.
   */
  get resumed(): boolean {
    return this.#resumed;
  }

  /**
   * Runs `code` after the runs before it. Code that fails or times out gives a result with that status. So does code that breaks its
   * interpreter: then the session goes on from the latest captured state, and the result names the runs that were lost.
   *
   * @throws WorkerDiedError if the frame was removed, or runs were lost while this one waited
   * @throws EngineBootError if an interpreter that was lost could not be replaced
   * @throws UntrustedMessageError if code has tampered with the part of the sandbox that answers the page
   * @throws SandboxClosedError if the sandbox is closed, before or during the run
   * @throws SandboxResetError if the sandbox is reset during the run
   * @throws InvalidOptionError if an option has a value that can't be used
   * @throws the signal's reason if `signal` aborts
   */
  async run(code: string, options: RunOptions = {}): Promise<RunResult> {
    if (typeof code !== 'string') {
      throw new InvalidOptionError(`run() takes code as a string, not ${typeof code}.`);
    }
    const timeout = timeoutOf(options);
    const language = languageOf(options);
    const inputs = encodeInputs(options.inputs ?? {}, language);
    return this.#session.inTurn((python, session) => {
      const run = this.#session.nextRun();
      const result = this.#session.languages[language].run({ run, code, inputs, timeout, options, python, session });
      return result.finally(() => session.throwIfAborted());
    }, options.signal);
  }

  /**
   * Makes functions of the page callable from Python: `from tools import name`. A plain call if the browser can suspend Python (JSPI), an
   * awaitable otherwise. JavaScript calls `await tools.name({parameter: value})`. Adds to the tools exposed before, for the runs that
   * start after this call.
   *
   * @returns a function that takes these tools away again, for the runs that start later, and brings back those that they replaced
   * @throws InvalidOptionError if Python can't import a tool by its name, or it has no function `execute`
   */
  expose(tools: Record<string, Tool>): () => void {
    return this.#session.tools.table.add(tools);
  }

  /** The tools that are exposed, by name, in a copy. */
  get tools(): Record<string, Tool> {
    return this.#session.tools.table.all;
  }

  /**
   * Starts afresh, without variables, files or packages; exposed tools stay. Calls that run or wait reject with `SandboxResetError`.
   *
   * @throws SandboxClosedError if the sandbox is closed
   * @throws EngineBootError if no new interpreter could be started
   */
  async reset(): Promise<void> {
    await this.#session.reset();
  }

  /**
   * Ends everything at once and removes the frame. Runs that wait reject with {@link SandboxClosedError}. With the option `persist`, it
   * resolves when the latest captured state is stored; call `save()` before it to store the present one. May be called twice.
   */
  async close(): Promise<void> {
    if (!this.closed) Sandbox.#alive -= 1;
    await this.#session.close();
  }

  /** Closes the sandbox at the end of an `await using` block. */
  async [asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * Captures the session as it is between two runs: variables, files, imported packages. The checkpoint lasts until it is released, even
   * if the sandbox is closed. Variables of JavaScript can't be captured: `lost` names them.
   *
   * @throws SnapshotError if the session can't be captured; the message says why
   * @throws WorkerDiedError if runs were lost that no result has named yet; it names them
   */
  async checkpoint(): Promise<Checkpoint> {
    return this.#session.inTurn((python) => this.#session.capture(python));
  }

  /**
   * Goes on from a checkpoint, and discards the present session. If the checkpoint is refused, nothing changes.
   *
   * @throws SnapshotError if the checkpoint is damaged, was released, or is of another build
   */
  async restore(checkpoint: Checkpoint): Promise<void> {
    await this.#session.inTurn((_, session) => this.#session.restore(checkpoint, session));
  }

  /**
   * Stores the session in this browser now, under the name of the option `persist`. That happens every few seconds anyway.
   *
   * @throws SnapshotError if it can't be captured, or the browser has no room for it; the session stored before stays
   * @throws SessionInUseError if another tab or sandbox has taken the name over
   * @throws InvalidOptionError if the sandbox was created without `persist`
   */
  async save(): Promise<void> {
    const { storage } = this.#session;
    if (!storage) throw new InvalidOptionError('save() needs a sandbox that was created with the option `persist`.');
    using _captured = await this.checkpoint();
    await storage.save();
  }

  /** Lists the sessions that this browser has stored for this page's site, by name; none if the browser stores nothing for this page. */
  static async list(): Promise<StoredSession[]> {
    return listStoredSessions();
  }

  /** Removes the session that this browser has stored under a name, if there is one. A sandbox that has the name stores it again later on. */
  static async forget(name: string): Promise<void> {
    await removeStoredSession(name);
  }

  /**
   * Creates another sandbox with the same options, variables, files, packages and tools. From then on they are independent. The fork is not
   * stored under the name in `persist`.
   *
   * @throws the errors of {@link checkpoint} and {@link create}
   */
  async fork(): Promise<Sandbox> {
    using checkpoint = await this.checkpoint();
    const fork = await Sandbox.create({ ...optionsOfFork(this.#options), from: checkpoint });
    fork.expose(this.tools);
    return fork;
  }

  /**
   * Creates another sandbox with the same options and tools, but without variables, files or packages, also if this one was created `from` a
   * checkpoint. It is not stored under the name in `persist`.
   *
   * @throws SandboxClosedError if this sandbox is closed
   * @throws the errors of {@link create}
   */
  async createAnother(): Promise<Sandbox> {
    if (this.closed) throw new SandboxClosedError();
    const another = await Sandbox.create(optionsOfAnother(this.#options));
    another.expose(this.tools);
    return another;
  }

  /**
   * Goes back to before the last `runs` runs of Python. Runs of JavaScript are not counted, and its variables stay as they are.
   *
   * @param runs how many runs to take back, at most {@link rewindable}
   * @throws SnapshotError if that state was not captured, or dropped (see {@link SandboxOptions.checkpointMemory})
   * @throws WorkerDiedError if runs were lost that no result has named yet; it names them
   * @throws InvalidOptionError unless `runs` is a whole number from 1 to {@link rewindable}
   */
  async rewind(runs = 1): Promise<void> {
    await this.#session.inTurn((_, session) => this.#session.rewind(runs, session));
  }
}

/** A session that goes on from a checkpoint takes its name last: if it can't begin, the name stays with whoever has it. */
async function beginSession(
  { SandboxSession }: typeof import('./session/sandboxSession.ts'),
  lease: EngineLease,
  base: URL,
  options: SandboxOptions,
  storage: SessionPersistence | undefined,
): Promise<SandboxSession> {
  const create = async (from: Checkpoint | undefined) =>
    new SandboxSession(lease, base, options, from?.session.runs ?? 0, await from?.placeIn(lease.frame));
  if (options.from || !storage) return create(options.from);
  await storage.open(options);
  using stored = await storage.read();
  const session = await create(stored);
  session.storeIn(storage);
  return session;
}

async function storeFromNow(
  session: SandboxSession,
  options: SandboxOptions,
  storage: SessionPersistence,
): Promise<void> {
  await storage.open(options);
  session.storeIn(storage);
  storage.schedule();
}

async function createStorage({ persist, onProgress }: SandboxOptions): Promise<SessionPersistence | undefined> {
  if (persist === undefined) return undefined;
  const { SessionPersistence } = await importChunk(() => import('./storage/sessionPersistence.ts'));
  return new SessionPersistence({
    name: persist,
    onRefused: (reason) => notifyListener([{ step: 'snapshot-refused', reason }], onProgress),
    onTakenOver: () => notifyListener([{ step: 'taken-over' }], onProgress),
  });
}
