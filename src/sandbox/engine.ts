import type { BootStep } from '../protocol.ts';
import { abortable } from './abortable.ts';
import { type DownloadProgress, downloadEngine } from './assets.ts';
import { Frame } from './frame.ts';

export type EngineProgress = ({ step: 'download' } & DownloadProgress) | { step: BootStep };
type OnProgress = (progress: EngineProgress) => void;

/** The right to use an engine, until it is given back. */
export interface EngineLease {
  frame: Frame;
  /** Gives the engine back; the last to do so has its frame removed. May be called twice. */
  release(reason: unknown): void;
}

/** The engines of this page, by the folder that they came from. */
const ENGINES = new Map<string, Engine>();

/**
 * One sealed frame with one downloaded, compiled Pyodide. All sandboxes of a page that come from the same folder share it: a module
 * can be shared only within a frame, and each interpreter is a worker of its own.
 */
class Engine {
  readonly #base: URL;
  readonly #giveUp = new AbortController();
  readonly #listeners = new Set<OnProgress>();
  readonly #frame: Promise<Frame>;
  #opened: Frame | undefined;
  #users = 0;

  constructor(base: URL) {
    this.#base = base;
    this.#frame = this.#load();
    // Whoever leases it hears of a failure.
    this.#frame.catch(() => this.#forget());
  }

  get usable(): boolean {
    return !this.#opened?.closed;
  }

  async lease(onProgress: OnProgress, signal: AbortSignal | undefined): Promise<EngineLease> {
    this.#users += 1;
    this.#listeners.add(onProgress);
    let released = false;
    const release = (reason: unknown) => {
      if (released) return;
      released = true;
      this.#leave(reason);
    };
    try {
      return { frame: await abortable(this.#frame, signal), release };
    } catch (error) {
      release(error);
      throw error;
    } finally {
      this.#listeners.delete(onProgress);
    }
  }

  async #load(): Promise<Frame> {
    const report: OnProgress = (progress) => {
      for (const listener of this.#listeners) listener(progress);
    };
    const { signal } = this.#giveUp;
    const opening = Frame.open();
    try {
      const files = await downloadEngine(this.#base, signal, (bytes) => report({ step: 'download', ...bytes }));
      const frame = await opening;
      report({ step: 'compile' });
      await frame.load(files);
      signal.throwIfAborted();
      this.#opened = frame;
      return frame;
    } catch (error) {
      this.#giveUp.abort(error);
      opening.then((frame) => frame.close(error)).catch(() => {});
      throw error;
    }
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

/**
 * Leases the engine from a folder, and loads it where this page has not done so yet.
 *
 * @throws EngineDownloadError where a file of the engine cannot be had
 * @throws EngineBootError where it cannot be compiled
 */
export async function leaseEngine(
  base: URL,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<EngineLease> {
  let engine = ENGINES.get(base.href);
  if (!engine?.usable) {
    engine = new Engine(base);
    ENGINES.set(base.href, engine);
  }
  return engine.lease(onProgress, signal);
}
