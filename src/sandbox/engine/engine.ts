import { abortable } from '../../async/abort.ts';

import { importChunk } from '../../async/importChunk.ts';
import { notifyListener } from '../../async/notifyListener.ts';
import { timeoutWhileAwake, whenIdle } from '../../async/timeouts.ts';
import { EngineBootError, errorMessage, SnapshotError } from '../../errors.ts';
import type { BootStep, WorkerOptions } from '../../protocol.ts';
import type { DownloadProgress } from '../download/totalProgress.ts';
import type { Frame } from '../frame/frame.ts';
import { DEFAULT_MEMORY_LIMIT, MAX_STORED_SNAPSHOT_SIZE } from '../limits.ts';
import type { Interpreter } from '../session/interpreter.ts';
import { beginningAddress, readStored, removeStored, writeStored } from '../storage/browserStorage.ts';
import type { Header } from '../storage/checkpointFile.ts';
import type { SnapshotHandle } from '../storage/snapshotHandle.ts';
import { downloadEngine } from './downloadEngine.ts';
import { type CachedEngine, cacheEngine, evictEngine, evictOutdated, readCachedEngine } from './engineCache.ts';

/** What the engine is doing on its way to ready. */
export type EngineProgress =
  | ({ step: 'download' } & DownloadProgress)
  | { step: BootStep }
  /** A snapshot could not be made or used. All works as well, and only starts slower. */
  | { step: 'snapshot-refused'; reason: string };
type OnProgress = (progress: EngineProgress) => void;

/** What a page does to have interpreters ready sooner. */
export interface EngineOptions {
  /** Interpreters that are kept waiting. */
  prewarm: number;
  /** The file that is the sealed frame's document; without it, the document is made from text. */
  frameUrl?: URL;
  /** Where packages come from, as a key: interpreters start with the packages that others from the same place have imported. */
  sources: string;
}

/** Who hears of an interpreter on its way to ready. */
export interface InterpreterListener {
  onBootStep(step: BootStep): void;
  /** A snapshot could not be used, made or kept: all works as well, and only starts slower. */
  onSnapshotRefused(reason: string): void;
}

/** The right to use an engine, until it is given back. */
export interface EngineLease {
  frame: Frame;
  /** Starts an interpreter without variables, from a snapshot of one where there is one. */
  startInterpreter(options: { memoryLimit: number }, listener: InterpreterListener): Interpreter;
  /** Starts an interpreter that goes on where a snapshot was taken. It fails where the snapshot is refused. */
  resumeInterpreter(snapshot: number, options: { memoryLimit: number }, listener: InterpreterListener): Interpreter;
  /** The packages that an interpreter of {@link startInterpreter} had when it was ready, by canonical name. */
  packagesOf(interpreter: Interpreter): readonly string[];
  /**
   * Has later interpreters start with packages imported, on this visit and the next.
   *
   * @param prepare installs and imports them in an interpreter that is given up afterwards, and tells which it has then
   */
  startWith(prepare: (interpreter: Interpreter) => Promise<string[]>, listener: InterpreterListener): void;
  /** Another lease of the same engine. */
  share(): Promise<EngineLease>;
  /** Gives the engine back; the last to do so has its frame removed. May be called twice. */
  release(reason: unknown): void;
}

/** What interpreters start from that have no variables yet. */
interface Beginning {
  snapshot: SnapshotHandle;
  /** By canonical name. */
  packages: string[];
}

interface KeptBeginning {
  key: string;
  header: Header;
  payload: Blob;
}

/** The engines of this page, by the folder that they came from. */
const ENGINES = new Map<string, Engine>();

/** Milliseconds in which an interpreter must be able to go on from a snapshot, however large. */
const RESTORE_TIME = 60_000;
/** Milliseconds in which Python must have booted from nothing, on the slowest of machines. */
const BOOT_TIME = 120_000;
/** Bytes by which the memory of WebAssembly grows: an interpreter may take one page more than its snapshot says. */
const PAGE_SIZE = 64 * 1024;

/** The place in {@link Engine} of the beginning that has no packages. */
const NO_PACKAGES = '';

/** From so many sources of packages beginnings are kept, those that were made last: each takes some twenty megabytes, here and in the browser. */
const MAX_BEGINNINGS = 4;

/**
 * One sealed frame with one downloaded, compiled Pyodide. All sandboxes of a page that come from the same folder share it: a module
 * can be shared only within a frame, and each interpreter is a worker of its own.
 */
class Engine {
  readonly #base: URL;
  readonly #giveUp = new AbortController();
  readonly #listeners = new Set<OnProgress>();
  readonly #frame: Promise<Frame>;
  readonly #prewarm: number;
  /** By the key of the sources that their packages came from. */
  readonly #beginnings = new Map<string, Beginning>();
  readonly #packages = new WeakMap<Interpreter, string[]>();
  #opened: Frame | undefined;
  /** The one that is to leave a snapshot. */
  #first: Interpreter | undefined;
  /** Whether it could not be captured: another would not fare better. */
  #isRefused = false;
  #preparations = Promise.resolve();
  #users = 0;

  constructor(base: URL, { prewarm, sources, frameUrl }: EngineOptions) {
    this.#base = base;
    this.#prewarm = prewarm;
    this.#frame = this.#load(sources, frameUrl);
    // Whoever leases it hears of a failure.
    this.#frame.catch(() => this.#forget());
  }

  get usable(): boolean {
    return !this.#opened?.closed;
  }

  async lease(
    sources: string,
    onProgress: OnProgress | undefined,
    signal: AbortSignal | undefined,
  ): Promise<EngineLease> {
    this.#users += 1;
    if (onProgress) this.#listeners.add(onProgress);
    let released = false;
    const release = (reason: unknown) => {
      if (released) return;
      released = true;
      this.#leave(reason);
    };
    try {
      const frame = await abortable(this.#frame, signal);
      return {
        frame,
        release,
        share: () => this.lease(sources, undefined, undefined),
        startInterpreter: (options, listener) => this.#start(frame, options, listener, sources),
        resumeInterpreter: (from, options, listener) => this.#resume(frame, { ...options, from }, listener),
        packagesOf: (interpreter) => this.#packages.get(interpreter) ?? [],
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
    const fits = (each: string) => (this.#beginnings.get(each)?.snapshot.size ?? 0) + PAGE_SIZE <= options.memoryLimit;
    const key = this.#beginnings.has(sources) && fits(sources) ? sources : NO_PACKAGES;
    const beginning = fits(key) ? this.#beginnings.get(key) : undefined;
    if (!beginning) return this.#boot(frame, options, listener);
    const from = beginning.snapshot.number;
    const giveUpBeginning = () => {
      this.#packages.delete(interpreter);
      if (this.#beginnings.get(key) === beginning) this.#drop(key);
      this.#first = undefined;
    };
    const interpreter = this.#resume(
      frame,
      // Where it has to start afresh, it leaves a snapshot in the place of the one that was refused.
      { ...options, from, orAfresh: true, captureAs: frame.nextSnapshot() },
      {
        onBootStep: listener.onBootStep,
        onSnapshotRefused: (reason) => {
          giveUpBeginning();
          listener.onSnapshotRefused(reason);
        },
      },
      (snapshot) => this.#beginPlainly(frame, snapshot, listener),
    );
    // Where it dies of the snapshot, whoever starts another must not meet that again, nor the next visit.
    interpreter.ready.catch((error: unknown) => {
      if (error instanceof SnapshotError) giveUpBeginning();
    });
    this.#packages.set(interpreter, beginning.packages);
    return interpreter;
  }

  /** Starts an interpreter from nothing. The first one leaves a snapshot for the others; where it ended before, the next has to. */
  #boot(frame: Frame, options: { memoryLimit: number }, listener: InterpreterListener): Interpreter {
    const { onBootStep, onSnapshotRefused: onRefused } = listener;
    const late = new EngineBootError(`Python could not be started: it was not there after ${BOOT_TIME / 1000} s.`);
    if (this.#isRefused || this.#first?.ended === false)
      return endIfLate(frame.startInterpreter(options, { onBootStep }), BOOT_TIME, late);
    this.#first = frame.startInterpreter(
      { ...options, captureAs: frame.nextSnapshot() },
      {
        onBootStep,
        onCaptured: (snapshot) => this.#beginPlainly(frame, snapshot, listener),
        onRefused: (reason) => {
          this.#isRefused = true;
          onRefused(reason);
        },
      },
    );
    return endIfLate(this.#first, BOOT_TIME, late);
  }

  #resume(
    frame: Frame,
    options: WorkerOptions,
    { onBootStep, onSnapshotRefused: onRefused }: InterpreterListener,
    onCaptured?: (snapshot: SnapshotHandle) => void,
  ): Interpreter {
    const interpreter = frame.startInterpreter(options, { onBootStep, onRefused, ...(onCaptured && { onCaptured }) });
    const late = new SnapshotError(
      `The session could not be restored: it was not there after ${RESTORE_TIME / 1000} s.`,
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
    const work = () => this.#prepareBeginning(frame, prepare, listener, sources);
    whenIdle(() => {
      // One after the other, so that each begins with what those before it have imported.
      this.#preparations = this.#preparations.then(work).catch((error) => listener.onSnapshotRefused(String(error)));
    });
  }

  async #prepareBeginning(
    frame: Frame,
    prepare: (interpreter: Interpreter) => Promise<string[]>,
    listener: InterpreterListener,
    sources: string,
  ): Promise<void> {
    if (frame.closed || this.#beginnings.size === 0) return;
    const quiet = { onBootStep: () => {}, onSnapshotRefused: listener.onSnapshotRefused };
    const interpreter = this.#start(frame, { memoryLimit: DEFAULT_MEMORY_LIMIT }, quiet, sources);
    try {
      await interpreter.ready;
      const packages = await prepare(interpreter);
      const snapshot = await frame.capture(interpreter);
      if (snapshot.size <= MAX_STORED_SNAPSHOT_SIZE) this.#begin(frame, sources, { snapshot, packages }, listener);
      else snapshot.release();
    } finally {
      interpreter.end(new Error('It was there for its snapshot.'));
    }
  }

  #beginPlainly(frame: Frame, snapshot: SnapshotHandle, listener: InterpreterListener): void {
    this.#begin(frame, NO_PACKAGES, { snapshot, packages: [] }, listener);
  }

  /** Has later interpreters begin here, and those of the next visit. */
  #begin(frame: Frame, key: string, beginning: Beginning, listener: InterpreterListener): void {
    this.#beginnings.get(key)?.snapshot.release();
    this.#beginnings.delete(key);
    this.#beginnings.set(key, beginning);
    const withPackages = [...this.#beginnings.keys()].filter((each) => each !== NO_PACKAGES);
    for (const old of withPackages.slice(0, -MAX_BEGINNINGS)) this.#drop(old);
    this.#refill(frame);
    whenIdle(() =>
      this.#keep(key, beginning).catch((error) => listener.onSnapshotRefused(`It was not kept: ${error}`)),
    );
  }

  async #keep(key: string, { snapshot, packages }: Beginning): Promise<void> {
    if (snapshot.frame.closed || this.#beginnings.get(key)?.snapshot !== snapshot) return;
    const { build, size, lost } = snapshot;
    // Uncompressed, since a later visit would wait for it to be unpacked.
    const payload = await snapshot.frame.exportSnapshot(snapshot.number, { compress: false });
    const { writeCheckpointFile } = await import('../storage/checkpointFile.ts');
    const container = await writeCheckpointFile({ build, size, lost, packages, runs: 0, python: '' }, payload);
    await writeStored(beginningAddress(this.#base, key), container);
  }

  #drop(key: string): void {
    this.#beginnings.get(key)?.snapshot.release();
    this.#beginnings.delete(key);
    removeStored(beginningAddress(this.#base, key));
  }

  /** When the page has nothing else to do, a spare that was used is made up for. */
  #refill(frame: Frame): void {
    whenIdle(() => frame.keepSpares(this.#prewarm));
  }

  async #load(sources: string, frameUrl: URL | undefined): Promise<Frame> {
    const opening = openFrame(frameUrl);
    const kept = await readCachedEngine(this.#base);
    if (!kept) return this.#open(opening, sources, () => this.#download(opening));
    try {
      const frame = await this.#open(opening, sources, () => handOver(kept, opening));
      // Without a network it stays.
      this.#later(() => evictOutdated(this.#base));
      return frame;
    } catch (error) {
      this.#giveUp.signal.throwIfAborted();
      if (!(error instanceof EngineBootError)) throw error;
      this.#report({
        step: 'snapshot-refused',
        reason: `The engine that was kept is of no use: ${errorMessage(error)}`,
      });
      await evictEngine(this.#base);
      const another = openFrame(frameUrl);
      return this.#open(another, sources, () => this.#download(another));
    }
  }

  /** @param bring has the engine's files brought into the frame */
  async #open(opening: Promise<Frame>, sources: string, bring: () => Promise<void>): Promise<Frame> {
    const beginning = this.#prepareFirst(opening, sources);
    try {
      await bring();
      const frame = await opening;
      this.#report({ step: 'compile' });
      await Promise.all([frame.whenCompiled(), beginning]);
      this.#giveUp.signal.throwIfAborted();
      this.#opened = frame;
      return frame;
    } catch (error) {
      this.#beginnings.clear();
      opening.then((frame) => frame.close(error)).catch(() => {});
      throw error;
    }
  }

  async #download(opening: Promise<Frame>): Promise<void> {
    // What comes before the frame is there waits in the port.
    const { port1: wasm, port2: wasmInFrame } = new MessageChannel();
    opening.then((frame) => frame.compile(wasmInFrame)).catch(() => {});
    try {
      const parts = await downloadEngine(this.#base, this.#giveUp.signal, {
        onProgress: (bytes) => this.#report({ step: 'download', ...bytes }),
        onWasm: (chunk) => sendChunk(wasm, chunk),
        onFile: (name, bytes) => void opening.then((frame) => frame.addFiles({ [name]: bytes })).catch(() => {}),
      });
      wasm.postMessage(null);
      this.#later(() => cacheEngine(this.#base, parts));
    } catch (error) {
      // None of the other files is needed then.
      this.#giveUp.abort(error);
      throw error;
    }
  }

  /** What keeps the browser's own copy: nobody has to be told where it fails, since all works as well. */
  #later(work: () => Promise<void>): void {
    whenIdle(() => {
      if (!this.#giveUp.signal.aborted) work().catch(() => {});
    });
  }

  #report(progress: EngineProgress): void {
    for (const listener of this.#listeners) notifyListener([progress], listener);
  }

  /** While the engine is on its way, its first interpreter gets ready for what the visit before has kept. */
  async #prepareFirst(opening: Promise<Frame>, sources: string): Promise<void> {
    const kept = await this.#readBeginning(sources);
    // Whoever loads the engine hears of a failure.
    const frame = await opening.catch(() => undefined);
    frame?.prepare(kept ? 'restore' : 'boot');
    if (frame && kept) this.#bringIn(frame, kept);
  }

  async #readBeginning(sources: string): Promise<KeptBeginning | undefined> {
    for (const key of [sources, NO_PACKAGES]) {
      const address = beginningAddress(this.#base, key);
      const container = await readStored(address);
      if (!container) continue;
      const { openCheckpointFile } = await importChunk(() => import('../storage/checkpointFile.ts'));
      try {
        return { key, ...(await openCheckpointFile(container)) };
      } catch (error) {
        this.#report({ step: 'snapshot-refused', reason: errorMessage(error) });
        await removeStored(address);
      }
    }
    return undefined;
  }

  #bringIn(frame: Frame, { key, header, payload }: KeptBeginning): void {
    const snapshot = frame.addSnapshotFile(payload, header);
    this.#beginnings.set(key, { snapshot, packages: header.packages });
  }

  #leave(reason: unknown): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#forget();
    this.#giveUp.abort(reason);
    this.#opened?.close(reason);
  }

  #forget(): void {
    if (ENGINES.get(this.#base.href) === this) ENGINES.delete(this.#base.href);
  }
}

/** Ends an interpreter that is not ready in time. */
function endIfLate(interpreter: Interpreter, milliseconds: number, late: Error): Interpreter {
  const callOff = timeoutWhileAwake(milliseconds, () => interpreter.end(late));
  interpreter.ready.catch(() => {}).finally(callOff);
  return interpreter;
}

/** What the frame takes is loaded while the engine is. */
async function openFrame(url: URL | undefined): Promise<Frame> {
  const { Frame } = await importChunk(() => import('../frame/frame.ts'));
  return Frame.open(url);
}

/** Copies it: the page may be about to keep it. */
function sendChunk(port: MessagePort, chunk: Uint8Array<ArrayBuffer>): void {
  port.postMessage(chunk.byteLength === chunk.buffer.byteLength ? chunk.buffer : chunk.slice().buffer);
}

async function handOver({ wasm, ...files }: CachedEngine, opening: Promise<Frame>): Promise<void> {
  const frame = await opening;
  frame.compile(wasm);
  frame.addFiles(files);
}

/**
 * Leases the engine from a folder, and loads it where this page has not done so yet.
 *
 * @throws EngineDownloadError where a file of the engine cannot be had
 * @throws EngineBootError where it cannot be compiled
 */
export async function leaseEngine(
  base: URL,
  options: EngineOptions,
  onProgress: OnProgress | undefined,
  signal: AbortSignal | undefined,
): Promise<EngineLease> {
  let engine = ENGINES.get(base.href);
  if (!engine?.usable) {
    engine = new Engine(base, options);
    ENGINES.set(base.href, engine);
  }
  return engine.lease(options.sources, onProgress, signal);
}
