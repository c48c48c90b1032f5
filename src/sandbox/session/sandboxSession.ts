import { Mutex } from '../../async/mutex.ts';
import { notifyListener } from '../../async/notifyListener.ts';
import { type GloveboxError, SandboxClosedError, SandboxResetError, SnapshotError } from '../../errors.ts';
import { Checkpoint } from '../checkpoint.ts';
import type { EngineLease } from '../engine/engine.ts';
import { DEFAULT_CHECKPOINT_MEMORY, DEFAULT_MEMORY_LIMIT } from '../limits.ts';
import { readNetworkOptions } from '../network/network.ts';
import { areTrusted, fontsOf, type SandboxOptions, type SandboxProgress } from '../options.ts';
import type { PackageProgress } from '../packages/fetchPlan.ts';
import { Packages } from '../packages/packages.ts';
import type { SessionPersistence } from '../storage/sessionPersistence.ts';
import { DEFAULT_LIMITS } from '../tools/tool.ts';
import type { ToolSettings } from '../tools/toolCalls.ts';
import { ToolTable } from '../tools/toolTable.ts';
import { AutoCapture } from './autoCapture.ts';
import type { State } from './history.ts';
import { IdleRelease } from './idleRelease.ts';
import type { Interpreter, Versions } from './interpreter.ts';
import { JavaScriptSession } from './javascriptSession.ts';
import { LiveInterpreter } from './liveInterpreter.ts';
import { PythonSession } from './pythonSession.ts';

/** The work of one call in its turn. `session` aborts when the sandbox is reset or closed. */
export type InTurn<Value> = (python: Interpreter, session: AbortSignal) => Promise<Value>;

/** A sandbox's session: both languages, one call at a time, with the states that it can go back to. */
export class SandboxSession {
  readonly live: LiveInterpreter;
  readonly tools: ToolSettings;
  readonly languages: { python: PythonSession; javascript: JavaScriptSession };
  #storage: SessionPersistence | undefined;
  readonly #lease: EngineLease;
  readonly #mutex = new Mutex();
  readonly #captures: AutoCapture;
  readonly #idleRelease: IdleRelease;
  #versions: Versions | undefined;
  #runs: number;
  /** Aborts when the session ends. */
  #ended = new AbortController();
  #resetting: Promise<void> | undefined;
  #closed = false;

  /**
   * @param runs the number of the last run before `beginning`
   * @param beginning the state to go on from; without it, the session begins afresh
   */
  constructor(lease: EngineLease, assets: URL, options: SandboxOptions, runs: number, beginning: State | undefined) {
    const { memoryLimit = DEFAULT_MEMORY_LIMIT, checkpointMemory = DEFAULT_CHECKPOINT_MEMORY } = options;
    const { releaseAfter = Infinity } = options;
    const { frame } = lease;
    const onProgress = (progress: SandboxProgress) => notifyListener([progress], options.onProgress);
    const onDownload = (progress: PackageProgress) => onProgress({ step: 'packages', ...progress });
    const packages = new Packages({ ...options, assets }, onDownload, (interpreter) => lease.packagesOf(interpreter));
    const onRunsLost = (error: GloveboxError) => this.#mutex.rejectWaiting(error);
    const live = new LiveInterpreter(
      { lease, packages, memoryLimit, checkpointMemory, onProgress, onRunsLost },
      beginning,
    );
    const captures = new AutoCapture({
      live,
      frame,
      packages,
      isEnabled: checkpointMemory > 0,
      whenFree: () => this.#captureIfFree(),
      onCaptured: () => this.#storage?.schedule(),
    });
    const { toolLimits, onApproval, pixelRatio = 1 } = options;
    const network = options.network && readNetworkOptions(options.network);
    const limits = { ...DEFAULT_LIMITS, ...toolLimits };
    const tools = { table: new ToolTable(network), limits, onApproval, network };
    const fonts = { fonts: fontsOf(options), onProgress: onDownload };
    const sharesImports = areTrusted(options);
    this.#lease = lease;
    this.#runs = runs;
    this.live = live;
    this.tools = tools;
    this.#captures = captures;
    const ifFree = (release: (session: AbortSignal) => Promise<void>) => this.#whenNobodyWaits(release);
    this.#idleRelease = new IdleRelease({ after: releaseAfter, live, captures, ifFree });
    this.languages = {
      python: new PythonSession({ live, captures, lease, packages, tools, pixelRatio, fonts, sharesImports }),
      javascript: new JavaScriptSession(frame, tools, () => live.history.addFile()),
    };
  }

  /** Present if the session is stored under a name. */
  get storage(): SessionPersistence | undefined {
    return this.#storage;
  }

  /** Stores the session from now on. */
  storeIn(storage: SessionPersistence): void {
    this.#storage = storage;
    storage.attach({ latest: () => this.#latest(), capture: () => this.#captures.captureNow() });
  }

  /** @param isStateChosen whether the page chose the state to go on from: if that is refused, this rejects */
  async whenFirstReady(isStateChosen: boolean, signal: AbortSignal | undefined): Promise<void> {
    this.#versions = await this.live.whenFirstReady(isStateChosen, this.#ended.signal, signal);
  }

  /** @throws PackageError if a module can't be loaded, with the reason */
  async preload(modules: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    if (modules.length === 0) return;
    await this.inTurn((python, session) => this.languages.python.preload(modules, python, session, signal), signal);
  }

  /** The version of Python, such as `3.14.2`. */
  get pythonVersion(): string {
    return this.#versions?.python ?? '';
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Counts up from 1 in every session. */
  nextRun(): number {
    this.#runs += 1;
    return this.#runs;
  }

  /** Calls `use` when its turn comes, with Python ready, then replaces the interpreter if it died. */
  async inTurn<Value>(use: InTurn<Value>, signal?: AbortSignal): Promise<Value> {
    if (this.#closed) throw new SandboxClosedError();
    const session = this.#ended.signal;
    const release = await this.#mutex.lock(signal);
    try {
      await this.#captures.captureBeforeRun(await this.live.whenReady(session, signal), session);
      const python = await this.live.whenReady(session, signal);
      // A call for the session before must not reach the one that has begun since.
      session.throwIfAborted();
      return await use(python, session);
    } finally {
      if (this.live.current.ended && !session.aborted) this.live.replace();
      release();
      this.#captures.schedule();
      this.#idleRelease.schedule();
    }
  }

  /** Captures the session, unless it was captured since it changed last. */
  async capture(python: Interpreter): Promise<Checkpoint> {
    this.live.throwIfRunsLost();
    const { isCurrent, latest } = this.live.history;
    if (!isCurrent || !latest) await this.#captures.capture(python);
    return this.#latest();
  }

  async restore(checkpoint: Checkpoint, session: AbortSignal): Promise<void> {
    await this.live.restore(await checkpoint.placeIn(this.#lease.frame), session);
    this.#runs = Math.max(this.#runs, checkpoint.session.runs);
    this.languages.javascript.end(new SandboxResetError());
    await this.#updateStorage();
  }

  async rewind(runs: number, session: AbortSignal): Promise<void> {
    this.live.throwIfRunsLost();
    await this.live.rewind(runs, session);
    await this.#updateStorage();
  }

  /** Ends this session and begins another. */
  async reset(): Promise<void> {
    if (this.#closed) throw new SandboxClosedError();
    const reset = new SandboxResetError();
    this.#reject(reset);
    this.#ended = new AbortController();
    if (!this.#resetting) {
      this.#endInterpreters(reset);
      this.#resetting = this.#startAfresh();
    }
    await this.#resetting;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const closed = new SandboxClosedError();
    this.#captures.stop();
    this.#idleRelease.stop();
    this.#reject(closed);
    this.#endInterpreters(closed);
    await this.#storage?.close();
    this.live.history.clear();
    this.#lease.release(closed);
  }

  /** Rejects the calls that have the turn, or wait for one. */
  #reject(reason: GloveboxError): void {
    this.#ended.abort(reason);
    this.#mutex.rejectWaiting(reason);
  }

  #endInterpreters(reason: GloveboxError): void {
    for (const language of Object.values(this.languages)) language.end(reason);
  }

  async #startAfresh(): Promise<void> {
    const release = await this.#mutex.lockNext();
    try {
      if (this.#closed) throw new SandboxClosedError();
      // Not before: until now, the turn that was aborted could still add to the session.
      this.live.startAfresh();
      await this.#storage?.forget();
      await this.live.whenReady(this.#ended.signal);
    } finally {
      this.#resetting = undefined;
      release();
    }
  }

  /** A run that waits captures for itself when its turn comes. */
  async #captureIfFree(): Promise<void> {
    if (this.#mutex.isFree) await this.inTurn((...turn) => this.#captures.captureIfDue(...turn));
  }

  async #whenNobodyWaits(use: (session: AbortSignal) => Promise<void>): Promise<void> {
    if (!this.#mutex.isFree || this.#closed) return;
    await this.#mutex.run(() => use(this.#ended.signal));
  }

  /** After a rewind or a restore the stored copy is out of date: replaces or removes it. */
  async #updateStorage(): Promise<void> {
    if (this.live.history.latest) this.#storage?.schedule();
    else await this.#storage?.forget();
  }

  /** The latest state that was captured. @throws SnapshotError if there is none */
  async #latest(): Promise<Checkpoint> {
    const { latest } = this.live.history;
    if (!latest) throw new SnapshotError('The session could not be captured.');
    const { snapshot, packages } = latest;
    const record = { runs: this.#runs, packages, python: this.pythonVersion };
    const held = { snapshot: snapshot.retain(), lease: await this.#lease.share() };
    return new Checkpoint(held, record, this.languages.javascript.lost);
  }
}
