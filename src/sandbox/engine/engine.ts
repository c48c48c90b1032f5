import { abortable } from '../../async/abort.ts';
import { whenIdle } from '../../async/idle.ts';
import { Mutex } from '../../async/mutex.ts';
import { notifyListener } from '../../async/notifyListener.ts';
import { RefCount } from '../../async/refCount.ts';
import { timeoutWhileAwake } from '../../async/timeouts.ts';
import { EngineBootError, SnapshotError } from '../../errors.ts';
import type { WorkerOptions } from '../../protocol.ts';
import type { BootListener, Frame } from '../frame/frame.ts';
import type { SnapshotHandle } from '../frame/snapshotHandle.ts';
import { DEFAULT_MEMORY_LIMIT, MAX_STORED_SNAPSHOT_SIZE } from '../limits.ts';
import type { Interpreter } from '../session/interpreter.ts';
import { Baselines, NO_PACKAGES, type Storing } from './baselines.ts';
import { type EngineProgress, loadEngine } from './loadEngine.ts';
import type { Baseline } from './storeBaseline.ts';
import { warmUp } from './warmUp.ts';

/** Milliseconds in which an interpreter must be able to go on from a snapshot, however large. */
const RESTORE_TIME = 60_000;
/** Milliseconds in which Python must have booted from nothing, on the slowest of machines. */
const BOOT_TIME = 120_000;

/** GiB of a device that has room for an interpreter in reserve. @see https://www.w3.org/TR/device-memory/ */
const MIN_DEVICE_MEMORY = 4;

/** Options that make interpreters ready sooner. */
export interface EngineOptions {
  /** The number of interpreters that wait ready. */
  prewarm: number;
  /** The file that is the sealed frame's document; without it, the document is made from text. */
  frameUrl?: URL;
  /** Where packages come from, as a key: interpreters start with the packages that others from the same place have imported. */
  sources: string;
  /** Whether only one sandbox uses it. Nothing that code has run beside is then stored for later visits. */
  isOwn: boolean;
}

/** Callbacks for the start of an interpreter. */
export interface InterpreterListener extends Required<Omit<BootListener, 'onCaptured'>> {
  /** Called if a snapshot could not be used, made or stored. Everything works without it, and only starts slower. */
  onSnapshotRefused(reason: string): void;
}

/** The right to use an engine, until it is released. */
export interface EngineLease {
  frame: Frame;
  /** Starts an interpreter without variables, from a baseline if there is one. */
  startInterpreter(options: { memoryLimit: number }, listener: InterpreterListener): Interpreter;
  /** Starts an interpreter that goes on from a snapshot. It fails if the snapshot is refused. */
  resumeInterpreter(snapshot: number, options: { memoryLimit: number }, listener: InterpreterListener): Interpreter;
  /** Frees the memory that a snapshot has in common with what interpreters start from. */
  compact(snapshot: SnapshotHandle): void;
  /** The packages that an interpreter of {@link startInterpreter} had when it was ready, by canonical name. */
  packagesOf(interpreter: Interpreter): readonly string[];
  /** Waits until an engine that only one sandbox uses has stored what its next visit starts from. Called before any code runs. */
  whenStored(): Promise<void>;
  /**
   * Has later interpreters start with packages imported, on this visit and the next.
   *
   * @param prepare installs and imports them in an interpreter that is ended afterwards, and gives the packages that it has then
   */
  startWith(prepare: (interpreter: Interpreter) => Promise<string[]>, listener: InterpreterListener): void;
  /** Another lease of the same engine. */
  share(): Promise<EngineLease>;
  /** Gives the engine back; the last release removes its frame. May be called twice. */
  release(reason: unknown): void;
}

/**
 * One sealed frame with one downloaded, compiled Pyodide. All sandboxes of a page that come from the same folder share it: a module
 * can be shared only within a frame, and each interpreter is a worker of its own.
 */
export class Engine {
  readonly #giveUp = new AbortController();
  readonly #listeners = new Set<(progress: EngineProgress) => void>();
  readonly #frame: Promise<Frame>;
  readonly #prewarm: number;
  readonly #isOwn: boolean;
  readonly #baselines: Baselines;
  /** The packages of the interpreters that were started from a baseline. */
  readonly #packages = new WeakMap<Interpreter, string[]>();
  readonly #preparations = new Mutex();
  readonly #users = new RefCount((reason) => this.#close(reason));
  readonly #onGone: () => void;
  #opened: Frame | undefined;
  /** The baseline that the next interpreter will probably start from. To go on from it is done ahead: it takes longer than all else. */
  #next: Baseline | undefined;
  /** The interpreter that is to leave the first baseline. */
  #first: Interpreter | undefined;
  /** Whether it could not be captured: another would not do better. */
  #isRefused = false;
  /** Whether the browser was made to optimise the engine, or is about to be. */
  #isWarmedUp = false;
  /** Settles when an engine of one sandbox has stored what it leaves for the next visit. */
  #stored = Promise.resolve();

  /** @param onGone called when the engine failed to load, or was released by its last user */
  constructor(base: URL, { prewarm, sources, frameUrl, isOwn }: EngineOptions, onGone: () => void) {
    this.#prewarm = prewarm;
    this.#isOwn = isOwn;
    this.#onGone = onGone;
    this.#baselines = new Baselines(base, isOwn);
    this.#frame = loadEngine({
      base,
      frameUrl,
      signal: this.#giveUp.signal,
      prepareFirst: (opening) => this.#prepareFirst(opening, sources),
      onProgress: (progress) => this.#report(progress),
    });
    this.#frame.then((frame) => {
      this.#opened = frame;
    }, onGone);
  }

  get isUsable(): boolean {
    return !this.#opened?.closed;
  }

  /** @throws EngineDownloadError, EngineBootError, or the signal's reason */
  async lease(
    sources: string,
    onProgress: ((progress: EngineProgress) => void) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<EngineLease> {
    const release = this.#users.acquire();
    if (onProgress) this.#listeners.add(onProgress);
    try {
      const frame = await abortable(this.#frame, signal);
      return {
        frame,
        release,
        share: () => this.lease(sources, undefined, undefined),
        startInterpreter: (options, listener) => this.#start(frame, options, listener, sources),
        resumeInterpreter: (from, options, listener) => this.#resume(frame, { ...options, from }, listener),
        compact: ({ number }) => frame.compactSnapshot(number, this.#baselines.numbers),
        packagesOf: (interpreter) => this.#packages.get(interpreter) ?? [],
        whenStored: () => this.#stored,
        startWith: (prepare, listener) => this.#startWith(frame, prepare, listener, sources),
      };
    } catch (error) {
      release(error);
      throw error;
    } finally {
      if (onProgress) this.#listeners.delete(onProgress);
    }
  }

  #start(frame: Frame, options: { memoryLimit: number }, listener: InterpreterListener, sources: string): Interpreter {
    const best = this.#baselines.best(sources, options.memoryLimit);
    if (!best) return this.#boot(frame, options, listener);
    const { key, baseline } = best;
    this.#next = baseline;
    const dropBaseline = () => {
      this.#packages.delete(interpreter);
      this.#baselines.drop(key, baseline);
      if (this.#next === baseline) this.#next = undefined;
      this.#first = undefined;
    };
    const interpreter = this.#resume(
      frame,
      // If it has to start afresh, its snapshot takes the place of the refused one.
      { ...options, from: baseline.snapshot.number, orAfresh: true, captureAs: frame.nextSnapshot() },
      {
        onBootStep: listener.onBootStep,
        onCaptured: (snapshot) =>
          this.#setPlainBaseline(frame, snapshot, this.#isOwn ? 'never' : 'when-idle', listener),
        onSnapshotRefused: (reason) => {
          dropBaseline();
          listener.onSnapshotRefused(reason);
        },
      },
    );
    // If it dies of the snapshot, neither the next interpreter nor the next visit may start from that.
    interpreter.ready.catch((error: unknown) => {
      if (error instanceof SnapshotError) dropBaseline();
    });
    this.#packages.set(interpreter, baseline.packages);
    return interpreter;
  }

  /** Starts an interpreter from nothing. The first one leaves a baseline for the others; if it ended before, the next one does. */
  #boot(frame: Frame, options: { memoryLimit: number }, listener: InterpreterListener): Interpreter {
    const { onBootStep } = listener;
    const late = new EngineBootError(`Python could not be started: it was not ready after ${BOOT_TIME / 1000} s.`);
    if (this.#isRefused || this.#first?.ended === false)
      return endIfLate(frame.startInterpreter(options, { onBootStep }), BOOT_TIME, late);
    const storing = !this.#isOwn ? 'when-idle' : this.#first ? 'never' : 'at-once';
    let settle: (stored?: Promise<void>) => void = () => {};
    if (this.#isOwn) {
      this.#stored = new Promise((resolve) => {
        settle = resolve;
      });
    }
    this.#first = frame.startInterpreter(
      { ...options, captureAs: frame.nextSnapshot() },
      {
        onBootStep,
        onCaptured: (snapshot) => settle(this.#setPlainBaseline(frame, snapshot, storing, listener)),
        onSnapshotRefused: (reason) => {
          this.#isRefused = true;
          settle();
          listener.onSnapshotRefused(reason);
        },
      },
    );
    this.#first.ready.catch(() => settle());
    return endIfLate(this.#first, BOOT_TIME, late);
  }

  #resume(frame: Frame, options: WorkerOptions, listener: BootListener): Interpreter {
    const interpreter = frame.startInterpreter(options, listener);
    const late = new SnapshotError(
      `The session could not be restored: Python was not ready after ${RESTORE_TIME / 1000} s.`,
    );
    interpreter.ready.then(
      () => this.#refill(frame),
      () => {},
    );
    return endIfLate(interpreter, RESTORE_TIME, late);
  }

  #startWith(
    frame: Frame,
    prepare: (interpreter: Interpreter) => Promise<string[]>,
    listener: InterpreterListener,
    sources: string,
  ): void {
    const work = () => this.#prepareBaseline(frame, prepare, listener, sources);
    if (this.#isOwn) return;
    // One after the other, so that each starts with the packages that those before it have imported.
    whenIdle(() => this.#preparations.run(work).catch((error) => listener.onSnapshotRefused(String(error))));
  }

  async #prepareBaseline(
    frame: Frame,
    prepare: (interpreter: Interpreter) => Promise<string[]>,
    listener: InterpreterListener,
    sources: string,
  ): Promise<void> {
    if (frame.closed || this.#baselines.isEmpty) return;
    const quiet = { onBootStep: () => {}, onSnapshotRefused: listener.onSnapshotRefused };
    const interpreter = this.#start(frame, { memoryLimit: DEFAULT_MEMORY_LIMIT }, quiet, sources);
    try {
      await interpreter.ready;
      const packages = await prepare(interpreter);
      const snapshot = await frame.capture(interpreter);
      const reason = whyUnfit(snapshot);
      if (reason !== undefined) {
        snapshot.release();
        throw new RangeError(`With ${packages.join(', ')} ${reason} Later sessions import them again.`);
      }
      this.#next = { snapshot, packages };
      void this.#baselines.set(sources, this.#next, 'when-idle', listener.onSnapshotRefused);
      this.#refill(frame);
    } finally {
      interpreter.end(new Error('It was started only for its snapshot.'));
    }
  }

  async #setPlainBaseline(
    frame: Frame,
    snapshot: SnapshotHandle,
    storing: Storing,
    listener: InterpreterListener,
  ): Promise<void> {
    const baseline = { snapshot, packages: [] };
    this.#next ??= baseline;
    this.#refill(frame);
    await this.#baselines.set(NO_PACKAGES, baseline, storing, listener.onSnapshotRefused);
  }

  /** Replaces prewarmed interpreters that were used, once the page is idle. */
  #refill(frame: Frame): void {
    const worksAhead = this.#prewarm > 0 && hasRoom();
    // An engine of one sandbox has no next one.
    const restoresAhead = worksAhead && !this.#isOwn;
    whenIdle(() => frame.keepSpares(this.#prewarm, restoresAhead ? this.#next?.snapshot.number : undefined));
    if (worksAhead) this.#warmUp(frame);
  }

  /** Once, in an interpreter that has nothing of any session. What can't be done only makes first runs slower. */
  #warmUp(frame: Frame): void {
    if (this.#isWarmedUp || !this.#next) return;
    this.#isWarmedUp = true;
    const work = async () => {
      if (frame.closed || frame.isBusy || !this.#next) return;
      const options = { memoryLimit: DEFAULT_MEMORY_LIMIT, from: this.#next.snapshot.number };
      const interpreter = this.#resume(frame, options, { onBootStep: () => {} });
      try {
        await interpreter.ready;
        await warmUp(interpreter, () => frame.isBusy);
      } finally {
        interpreter.end(new Error('It was started only to be run.'));
      }
    };
    whenIdle(() => this.#preparations.run(work).catch(() => {}));
  }

  #report(progress: EngineProgress): void {
    for (const listener of this.#listeners) notifyListener([progress], listener);
  }

  /** Prepares the first interpreter for the baseline of the visit before, while the engine is on its way. */
  async #prepareFirst(opening: Promise<Frame>, sources: string): Promise<void> {
    this.#baselines.clear();
    const stored = await this.#baselines.readStored(sources, (reason) =>
      this.#report({ step: 'snapshot-refused', reason }),
    );
    // If the frame can't be opened, loading the engine rejects.
    const frame = await opening.catch(() => undefined);
    if (!frame || frame.closed) return;
    frame.prepare(stored ? 'restore' : 'boot');
    if (stored) this.#baselines.addStored(frame, stored);
  }

  #close(reason: unknown): void {
    this.#onGone();
    this.#giveUp.abort(reason);
    this.#opened?.close(reason);
  }
}

/** Why no session is to start from a snapshot: none that does could be captured as a whole, if something of it can't be. */
function whyUnfit({ size, lost }: SnapshotHandle): string | undefined {
  if (lost.length > 0) return `something stays behind: ${lost.join(' ')}`;
  return size > MAX_STORED_SNAPSHOT_SIZE ? `it has ${size} bytes.` : undefined;
}

/** Whether the device has memory for an interpreter with packages that nobody may need. Not all browsers tell. */
function hasRoom(): boolean {
  const { deviceMemory = MIN_DEVICE_MEMORY } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory >= MIN_DEVICE_MEMORY;
}

/** Ends an interpreter that is not ready in time. */
function endIfLate(interpreter: Interpreter, milliseconds: number, late: Error): Interpreter {
  const cancel = timeoutWhileAwake(milliseconds, () => interpreter.end(late));
  interpreter.ready.catch(() => {}).finally(cancel);
  return interpreter;
}
