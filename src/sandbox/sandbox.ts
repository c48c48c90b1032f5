import { abortable } from '../async/abort.ts';
import { asyncDispose } from '../async/disposal.ts';
import { importChunk } from '../async/importChunk.ts';
import { Mutex } from '../async/mutex.ts';
import { notifyListener } from '../async/notifyListener.ts';
import { type Timeout, timeoutOf } from '../async/timeout.ts';
import {
  type GloveboxError,
  InvalidOptionError,
  SandboxClosedError,
  SandboxLimitError,
  SandboxResetError,
  SnapshotError,
  WorkerDiedError,
} from '../errors.ts';
import { Checkpoint } from './checkpoint.ts';
import { type EngineLease, type InterpreterListener, leaseEngine } from './engine/engine.ts';
import { DEFAULT_CHECKPOINT_MEMORY, DEFAULT_MEMORY_LIMIT, MAX_STORED_SESSION_SIZE } from './limits.ts';
import {
  areTrusted,
  checkOptions,
  DEFAULT_PACKAGES,
  engineOptionsOf,
  languageOf,
  optionsOfFork,
  type RunOptions,
  type SandboxOptions,
  type SandboxProgress,
} from './options.ts';
import { Packages } from './packages/packages.ts';
import type { PackagesOption } from './packages/packagesOption.ts';
import type { RunResult } from './result.ts';
import { SandboxFiles } from './sandboxFiles.ts';
import { CaptureBudget } from './session/captureBudget.ts';
import { History, type Losses, mergeLosses, NOTHING_LOST, type State } from './session/history.ts';
import type { Interpreter, Versions } from './session/interpreter.ts';
import { JavaScriptSession } from './session/javascriptSession.ts';
import { SessionPersistence } from './storage/sessionPersistence.ts';
import type { SnapshotHandle } from './storage/snapshotHandle.ts';
import { type Tool, ToolTable } from './tools.ts';

/** Milliseconds after which a sandbox that has nothing to do captures itself: what comes in quick succession is not held up. */
const IDLE_TIME = 100;

const REPLACED = 'Python had to be replaced to end the run before this one. Variables are gone.';
const LOST = 'Python broke down and had to be replaced. Variables and files are gone of the runs';

/** Python, and JavaScript beside it, in a sealed frame of this page. Variables persist from run to run; runs queue, one at a time. */
export class Sandbox implements AsyncDisposable {
  /** How many sandboxes this page may have at once. @default Infinity */
  static limit = Number.POSITIVE_INFINITY;
  static #alive = 0;

  /** The files below the working directory. */
  readonly files = new SandboxFiles(
    (use) => this.#inTurn(undefined, use),
    () => this.#history.addFile(),
  );
  readonly #lease: EngineLease;
  readonly #memoryLimit: number;
  readonly #onProgress: (progress: SandboxProgress) => void;
  readonly #turns = new Mutex();
  readonly #tools: ToolTable;
  readonly #javaScript: JavaScriptSession;
  readonly #packages: Packages;
  readonly #options: SandboxOptions;
  readonly #checkpointMemory: number;
  readonly #budget = new CaptureBudget();
  readonly #listener: InterpreterListener = {
    onBootStep: (step) => this.#onProgress({ step }),
    onSnapshotRefused: (reason) => this.#onProgress({ step: 'snapshot-refused', reason }),
  };
  readonly #kept: SessionPersistence | undefined;
  #history: History;
  /** What was gone when the interpreter was replaced, and nobody has been told of. */
  #losses = NOTHING_LOST;
  /** The count of changes at which the session could not be captured. */
  #refusedAt = -1;
  #captureTimer: ReturnType<typeof setTimeout> | undefined;
  /** The interpreters that know the tools as they are now. */
  #toolsKnown = new WeakSet<Interpreter>();
  #interpreter: Interpreter;
  #versions: Versions | undefined;
  #resumed = false;
  #runs = 0;
  #memory: number | undefined;
  /** Aborts what is done for the session when that ends: the sandbox is reset or closed. */
  #session = new AbortController();
  #resetting: Promise<void> | undefined;
  #closed = false;

  /**
   * Downloads the engine, seals a frame and boots Python in it. Sandboxes whose engine comes from the same folder share both.
   *
   * @throws EngineDownloadError where a file of the engine cannot be had
   * @throws EngineBootError where Python cannot be started
   * @throws InvalidOptionError where an option has a value that cannot be used
   * @throws SandboxLimitError where the page has as many as {@link Sandbox.limit} allows
   * @throws the signal's reason where `signal` aborts
   */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const base = await checkOptions(options);
    options.signal?.throwIfAborted();
    if (Sandbox.#alive >= Sandbox.limit) throw new SandboxLimitError(Sandbox.limit);
    Sandbox.#alive += 1;
    let lease: EngineLease | undefined;
    let sandbox: Sandbox | undefined;
    try {
      lease = await leaseEngine(base, engineOptionsOf(options), options.onProgress, options.signal);
      using kept = options.from ? undefined : await readSession(options);
      const from = options.from ?? kept;
      sandbox = new Sandbox(lease, base, options, from?.session.runs, await from?.placeIn(lease.frame));
      sandbox.#versions = await (await sandbox.#firstReady()).ready;
      sandbox.#resumed = sandbox.#history.latest !== undefined;
      return sandbox;
    } catch (error) {
      if (!sandbox) Sandbox.#alive -= 1;
      lease?.release(error);
      await sandbox?.close();
      throw error;
    }
  }

  private constructor(lease: EngineLease, assets: URL, options: SandboxOptions, runs = 0, beginning?: State) {
    this.#lease = lease;
    this.#options = options;
    this.#checkpointMemory = options.checkpointMemory ?? DEFAULT_CHECKPOINT_MEMORY;
    this.#history = new History(this.#checkpointMemory, beginning);
    this.#runs = runs;
    this.#kept = options.persist === undefined ? undefined : this.#keepAs(options.persist);
    this.#memoryLimit = options.memoryLimit ?? DEFAULT_MEMORY_LIMIT;
    this.#onProgress = (progress) => notifyListener([progress], options.onProgress);
    this.#tools = new ToolTable(options.toolLimits);
    this.#javaScript = new JavaScriptSession(lease.frame, this.#tools);
    this.#packages = new Packages(
      assets,
      options,
      (progress) => this.#onProgress({ step: 'packages', ...progress }),
      (interpreter) => lease.packagesOf(interpreter),
    );
    this.#interpreter = this.#goOn();
  }

  /** The version of Python that runs in here, such as `3.14.2`. The sandbox says so itself: it is to be shown, and not relied on. */
  get pythonVersion(): string {
    return this.#versions?.python ?? '';
  }

  /** Whether it takes no runs any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Where packages come from that code imports. */
  get packages(): PackagesOption {
    return this.#options.packages ?? DEFAULT_PACKAGES;
  }

  /** Bytes to which Python's own memory had grown when the last run ended, files not included; `undefined` where that is not known. */
  get memory(): number | undefined {
    return this.#memory;
  }

  /** How many runs {@link rewind} can be asked to take back at most. The states before them may not have been kept. */
  get rewindable(): number {
    return this.#history.runs;
  }

  /**
   * Whether it came up with an earlier session's variables and files: those of {@link SandboxOptions.from}, or those that were kept for
   * {@link SandboxOptions.persist}. Where the kept ones could not be used, `onProgress` was told why.
   */
  get resumed(): boolean {
    return this.#resumed;
  }

  /**
   * Runs `code` after the runs before it. Code that fails, or that times out, is a result with an outcome.
   *
   * So is code that breaks its interpreter: the session goes on from what it was before, where that was kept. What was not kept is
   * named by the result, also where it was lost after the run before this one.
   *
   * @throws WorkerDiedError where the frame was removed, or runs were lost that this one was written after
   * @throws EngineBootError where an interpreter that was lost could not be replaced
   * @throws UntrustedMessageError where code has tampered with what answers the host
   * @throws SandboxClosedError where the sandbox is closed, before or meanwhile
   * @throws SandboxResetError where the sandbox is reset meanwhile
   * @throws InvalidOptionError where an option has a value that cannot be used
   * @throws the signal's reason where `signal` aborts
   */
  async run(code: string, options: RunOptions = {}): Promise<RunResult> {
    if (typeof code !== 'string') {
      throw new InvalidOptionError(`run() takes code as a string, not ${typeof code}.`);
    }
    const run = { code, timeout: timeoutOf(options.timeout), options };
    const isJavaScript = languageOf(options) === 'javascript';
    return this.#inTurn(options.signal, async (python, session) => {
      const result = isJavaScript ? this.#runJavaScript(python, run) : this.#runIn(python, run, session);
      return await result.finally(() => session.throwIfAborted());
    });
  }

  /**
   * Makes functions of the page callable from Python: `from tools import name`. A plain call where the browser can suspend Python
   * (JSPI), an awaitable elsewhere. JavaScript calls `await tools.name({parameter: value})`. Adds to those that were exposed before, for the
   * runs that start after this call.
   *
   * @returns what takes them away again, for the runs that start after it is called, and brings back those that they have replaced
   * @throws InvalidOptionError where a name is none that Python can import, or a tool has no handler
   */
  expose(tools: Record<string, Tool>): () => void {
    const takeBack = this.#tools.add(tools);
    this.#forgetTools();
    return () => {
      takeBack();
      this.#forgetTools();
    };
  }

  /** Has the tools told again before the next run. */
  #forgetTools(): void {
    this.#toolsKnown = new WeakSet();
    this.#javaScript.forgetTools();
  }

  /**
   * Starts afresh, with no variables, files or packages; exposed tools stay. What runs or waits rejects with `SandboxResetError`.
   *
   * @throws SandboxClosedError where the sandbox is closed
   * @throws EngineBootError where no new interpreter could be started
   */
  async reset(): Promise<void> {
    if (this.#closed) throw new SandboxClosedError();
    const reset = new SandboxResetError();
    this.#endSession(reset);
    this.#session = new AbortController();
    if (!this.#resetting) {
      this.#endInterpreters(reset);
      this.#resetting = this.#beginAfresh();
    }
    await this.#resetting;
  }

  /** Gives up what is done for the session, or waits to be. */
  #endSession(reason: GloveboxError): void {
    this.#session.abort(reason);
    this.#turns.rejectWaiting(reason);
  }

  #endInterpreters(reason: GloveboxError): void {
    this.#interpreter.end(reason);
    this.#javaScript.end(reason);
  }

  async #beginAfresh(): Promise<void> {
    const endTurn = await this.#turns.takeNext();
    try {
      if (this.#closed) throw new SandboxClosedError();
      // Not before: until then, what was done for the session could still add to it.
      this.#history.clear();
      this.#losses = NOTHING_LOST;
      this.#memory = undefined;
      this.#interpreter.end(new SandboxResetError());
      this.#interpreter = this.#startInterpreter();
      await this.#kept?.forget();
      await this.#whenReady(this.#session.signal);
    } finally {
      this.#resetting = undefined;
      endTurn();
    }
  }

  /**
   * Ends everything at once and gives the frame back; runs that wait reject with {@link SandboxClosedError}. With the option `persist` it
   * resolves when the latest state that was captured is kept; `save()` captures the present one. May be called twice.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    Sandbox.#alive -= 1;
    const closed = new SandboxClosedError();
    clearTimeout(this.#captureTimer);
    this.#endSession(closed);
    this.#endInterpreters(closed);
    await this.#kept?.close();
    this.#history.clear();
    this.#lease.release(closed);
  }

  /** Closes the sandbox at the end of an `await using` block. */
  async [asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * Captures the session as it is between two runs: variables, files, imported packages. It lasts until it is released, also when the
   * sandbox is closed. Variables of JavaScript cannot be captured: `lost` names them.
   *
   * @throws SnapshotError where there is something that no other interpreter could go on with; the message says what
   * @throws WorkerDiedError where runs were lost before this, and no result has named them; it names them
   */
  async checkpoint(): Promise<Checkpoint> {
    return this.#inTurn(undefined, async (interpreter) => {
      this.#refuseAfterLosses();
      if (!this.#history.isCurrent || !this.#history.latest) await this.#capture(interpreter);
      const { latest } = this.#history;
      if (!latest) throw new SnapshotError('The session could not be captured.');
      return this.#hold(latest);
    });
  }

  /**
   * Goes on from a checkpoint. What the session was before is gone, unless the checkpoint is refused: then nothing changes.
   *
   * @throws SnapshotError where the checkpoint is of another build, or damaged; the message says what was expected and found
   */
  async restore(checkpoint: Checkpoint): Promise<void> {
    await this.#inTurn(undefined, async (interpreter, session) => {
      const beginning = await checkpoint.placeIn(this.#lease.frame);
      const restored = this.#resumeInterpreter(beginning.snapshot);
      try {
        await abortable(restored.ready, session);
        session.throwIfAborted();
      } catch (error) {
        restored.end(error);
        beginning.snapshot.release();
        throw error;
      }
      this.#history.clear();
      this.#losses = NOTHING_LOST;
      this.#history = new History(this.#checkpointMemory, beginning);
      this.#packages.inherit(restored, beginning.packages);
      this.#runs = Math.max(this.#runs, checkpoint.session.runs);
      this.#interpreter = restored;
      interpreter.end(new SandboxResetError());
      this.#javaScript.end(new SandboxResetError());
      await this.#keepWhatItIsNow();
    });
  }

  /**
   * Keeps the session in this browser now, under the name of the option `persist`. It is kept every few seconds anyway.
   *
   * @throws SnapshotError where it could not be captured, or the browser has no room for it; what was kept before stays
   * @throws InvalidOptionError where the sandbox has no such name
   */
  async save(): Promise<void> {
    if (!this.#kept) throw new InvalidOptionError('save() takes a sandbox that was created with the option `persist`.');
    using _captured = await this.checkpoint();
    await this.#kept.keep();
  }

  /** Makes this browser forget the session that it keeps under a name. */
  static async forget(name: string): Promise<void> {
    await SessionPersistence.forget(name);
  }

  /** Makes another sandbox with the same variables, files, packages and tools; from then on each goes its own way. */
  async fork(): Promise<Sandbox> {
    using checkpoint = await this.checkpoint();
    const fork = await Sandbox.create({ ...optionsOfFork(this.#options), from: checkpoint });
    fork.#tools.adopt(this.#tools);
    return fork;
  }

  /**
   * Goes back to before the last `runs` runs of Python. Runs of JavaScript are not counted, and its variables stay as they are.
   *
   * @param runs how many are taken back
   * @throws SnapshotError where that state was not kept (see {@link SandboxOptions.checkpointMemory})
   * @throws WorkerDiedError where runs were lost before this, and no result has named them; it names them
   * @throws InvalidOptionError unless `runs` is a whole number of runs that there were
   */
  async rewind(runs = 1): Promise<void> {
    await this.#inTurn(undefined, async (interpreter, session) => {
      this.#refuseAfterLosses();
      if (!Number.isInteger(runs) || runs < 1 || runs > this.#history.runs) {
        throw new InvalidOptionError(`rewind() takes a number of runs from 1 to ${this.#history.runs}, not ${runs}.`);
      }
      this.#history.rewind(runs);
      interpreter.end(new SandboxResetError());
      this.#interpreter = this.#goOn();
      await this.#whenReady(session);
      await this.#keepWhatItIsNow();
    });
  }

  /** Waits for a turn, has it used, and sees to it that the next one finds an interpreter that lives. */
  async #inTurn<Value>(
    signal: AbortSignal | undefined,
    use: (interpreter: Interpreter, session: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    if (this.#closed) throw new SandboxClosedError();
    const session = this.#session.signal;
    const endTurn = await this.#turns.take(signal);
    try {
      const interpreter = await this.#whenReady(session, signal);
      if (this.#budget.isWorthIt) await this.#captureIfDue(interpreter, session);
      const ready = await this.#whenReady(session, signal);
      // What was asked of the session before is not for the one that began since.
      session.throwIfAborted();
      return await use(ready, session);
    } finally {
      if (this.#interpreter.ended && !session.aborted) this.#replaceInterpreter();
      endTurn();
      this.#captureWhenIdle();
    }
  }

  async #runIn(
    interpreter: Interpreter,
    { code, timeout, options }: { code: string; timeout: Timeout; options: RunOptions },
    session: AbortSignal,
  ): Promise<RunResult> {
    await abortable(this.#teachTools(interpreter), options.signal);
    const before = this.#packages.installedIn(interpreter).length;
    const signals = [session, options.signal, timeout.signal].filter((signal) => signal !== undefined);
    const { failures } = await this.#packages
      .load(code, interpreter, AbortSignal.any(signals))
      .catch((error: unknown) => {
        // That the timeout came is a result, as it is when the code runs.
        if (!timeout.signal?.aborted || error !== timeout.signal.reason) throw error;
        return { failures: [] };
      });
    if (this.#packages.installedIn(interpreter).length > before) this.#startWithImportsOf(code);
    this.#runs += 1;
    const run = this.#runs;
    const started = performance.now();
    try {
      const { reply, collected, killed } = await interpreter.runCode({
        run,
        code,
        timeout,
        options,
        missing: failures,
        canGoOn: () => !this.#closed && !this.#lease.frame.closed,
        toolsFor: (signal) => this.#tools.forRun(signal),
      });
      this.#memory = reply.memory;
      if (killed) {
        session.throwIfAborted();
        this.#replaceInterpreter();
        await this.#whenReady(session);
      }
      const losses = this.#takeLosses();
      return collected.compose(reply, {
        run,
        timeout: timeout.milliseconds,
        restored: killed,
        losses,
        language: 'Python',
      });
    } finally {
      this.#budget.addRun(performance.now() - started);
      if (!interpreter.ended) this.#history.addRun(run);
    }
  }

  async #runJavaScript(python: Interpreter, run: { code: string; timeout: Timeout; options: RunOptions }) {
    this.#runs += 1;
    return this.#javaScript.run({ ...run, run: this.#runs, python, onFilesChanged: () => this.#history.addFile() });
  }

  /** What was imported once will be imported again: later interpreters start with it, also on the next visit. */
  #startWithImportsOf(code: string): void {
    if (!areTrusted(this.#options)) return;
    this.#lease.startWith(async (interpreter) => {
      const { modules } = await this.#packages.load(code, interpreter, undefined);
      const { baselineModules } = await importChunk(() => import('./packages/knowledge/baselineModules.ts'));
      await interpreter.importModules(baselineModules(modules));
      return this.#packages.installedIn(interpreter);
    }, this.#listener);
  }

  async #teachTools(interpreter: Interpreter): Promise<void> {
    if (this.#tools.isUnused || this.#toolsKnown.has(interpreter)) return;
    await interpreter.setTools(this.#tools.describe());
    this.#toolsKnown.add(interpreter);
  }

  /** Goes on from the latest state that was kept. What waits is given up where it was written for variables that are gone. */
  #replaceInterpreter(): void {
    const losses = this.#history.rollBack();
    this.#losses = mergeLosses(this.#losses, losses);
    this.#interpreter = this.#goOn();
    if (losses.runs.length > 0) this.#turns.rejectWaiting(new WorkerDiedError(REPLACED, { lostRuns: losses.runs }));
  }

  /** For whoever is told of them. */
  #takeLosses(): Losses {
    const losses = this.#losses;
    this.#losses = NOTHING_LOST;
    return losses;
  }

  /** Refuses what was asked of a session that is not the one any more that it was asked of. @throws WorkerDiedError */
  #refuseAfterLosses(): void {
    if (this.#losses.runs.length === 0) return;
    const { runs: lostRuns } = this.#takeLosses();
    throw new WorkerDiedError(`${LOST} ${lostRuns.join(', ')}.`, { lostRuns });
  }

  #goOn(): Interpreter {
    const { latest } = this.#history;
    if (!latest) return this.#startInterpreter();
    const interpreter = this.#resumeInterpreter(latest.snapshot);
    this.#packages.inherit(interpreter, latest.packages);
    return interpreter;
  }

  #keepAs(name: string): SessionPersistence {
    return new SessionPersistence(
      name,
      () => this.#exportLatest(),
      (reason) => this.#onProgress({ step: 'snapshot-refused', reason }),
    );
  }

  /** What is kept in this browser is what the session was before it went back: that must not come back with the next visit. */
  async #keepWhatItIsNow(): Promise<void> {
    if (this.#history.latest) this.#kept?.schedule();
    else await this.#kept?.forget();
  }

  async #exportLatest(): Promise<Blob> {
    const { latest } = this.#history;
    if (!latest) throw new SnapshotError('The session could not be captured.');
    const { size } = latest.snapshot;
    if (size > MAX_STORED_SESSION_SIZE) throw new SnapshotError(tooLargeToKeep(size));
    using checkpoint = await this.#hold(latest);
    return await checkpoint.toBlob();
  }

  async #hold({ snapshot, packages }: State): Promise<Checkpoint> {
    const session = { runs: this.#runs, packages, python: this.pythonVersion };
    const held = { snapshot: snapshot.retain(), lease: await this.#lease.share() };
    return new Checkpoint(held, session, this.#javaScript.lost);
  }

  /** Waits for the first interpreter. One that goes on from a checkpoint that the page has chosen does not begin without it. */
  async #firstReady(): Promise<Interpreter> {
    const { signal, from } = this.#options;
    if (from) {
      await abortable(this.#interpreter.ready, signal);
      return this.#interpreter;
    }
    const interpreter = await this.#whenReady(this.#session.signal, signal);
    // Whoever creates the sandbox was told, and no run was there to lose.
    this.#losses = NOTHING_LOST;
    return interpreter;
  }

  /**
   * Waits for the interpreter. One that died while it had nothing to do is replaced; where it cannot go on from its snapshot, one that
   * begins afresh takes its place.
   */
  async #whenReady(session: AbortSignal, signal?: AbortSignal): Promise<Interpreter> {
    const interpreter = this.#interpreter;
    try {
      await abortable(interpreter.ready, signal);
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      session.throwIfAborted();
      this.#onProgress({ step: 'snapshot-refused', reason: error.message });
      this.#losses = mergeLosses(this.#history.clear(), this.#losses);
      this.#interpreter = this.#startInterpreter();
      return this.#whenReady(session, signal);
    }
    if (!interpreter.ended) return interpreter;
    session.throwIfAborted();
    this.#replaceInterpreter();
    return this.#whenReady(session, signal);
  }

  /** Whether there is something new, and it was not refused already. */
  get #isCaptureDue(): boolean {
    const { isCurrent, changes } = this.#history;
    return this.#checkpointMemory > 0 && !isCurrent && changes !== this.#refusedAt;
  }

  #captureWhenIdle(): void {
    clearTimeout(this.#captureTimer);
    if (this.#closed || !this.#isCaptureDue) return;
    this.#captureTimer = setTimeout(
      () => {
        this.#captureAtLeisure().catch(() => {});
      },
      Math.max(IDLE_TIME, this.#budget.wait),
    );
  }

  /** Without a turn, until what the run has left behind computes no longer: nobody waits for this. */
  async #captureAtLeisure(): Promise<void> {
    await this.#interpreter.whenIdle();
    // A run that waits sees to it itself, when its turn comes.
    if (this.#turns.isFree) await this.#inTurn(undefined, (...turn) => this.#captureIfDue(...turn));
  }

  async #captureIfDue(interpreter: Interpreter, session: AbortSignal): Promise<void> {
    if (!this.#isCaptureDue) return;
    try {
      await this.#capture(interpreter);
    } catch (error) {
      this.#refusedAt = this.#history.changes;
      if (error instanceof SnapshotError) this.#onProgress({ step: 'snapshot-refused', reason: error.message });
      else if (!interpreter.ended) throw error;
      else if (!session.aborted) this.#replaceInterpreter();
    }
  }

  async #capture(interpreter: Interpreter): Promise<void> {
    const history = this.#history;
    const snapshot = await this.#budget.spend(() => this.#lease.frame.capture(interpreter));
    if (interpreter.ended) {
      // The sandbox was reset or closed meanwhile: this is not its state any more.
      snapshot.release();
      throw new WorkerDiedError(REPLACED);
    }
    history.add(snapshot, this.#packages.installedIn(interpreter));
    this.#kept?.schedule();
  }

  #startInterpreter(): Interpreter {
    return this.#follow(this.#lease.startInterpreter({ memoryLimit: this.#memoryLimit }, this.#listener));
  }

  #resumeInterpreter({ number }: SnapshotHandle): Interpreter {
    return this.#follow(this.#lease.resumeInterpreter(number, { memoryLimit: this.#memoryLimit }, this.#listener));
  }

  #follow(interpreter: Interpreter): Interpreter {
    interpreter.ready.then(
      () => this.#onProgress({ step: 'ready' }),
      () => {},
    );
    return interpreter;
  }
}

function tooLargeToKeep(bytes: number): string {
  const [size, most] = [bytes, MAX_STORED_SESSION_SIZE].map((each) => `${Math.ceil(each / 1024 ** 2)} MiB`);
  return `The session is not kept in this browser: it has ${size}; up to ${most} are kept.`;
}

/** The session that was kept under the name. Where it is damaged, the sandbox begins without it. */
async function readSession({ persist, onProgress }: SandboxOptions): Promise<Checkpoint | undefined> {
  if (persist === undefined) return undefined;
  try {
    return await SessionPersistence.read(persist);
  } catch (error) {
    if (error instanceof SnapshotError)
      notifyListener([{ step: 'snapshot-refused', reason: error.message }], onProgress);
    return undefined;
  }
}
