import { abortable } from '../../async/abort.ts';
import { RefCount } from '../../async/refCount.ts';

/** Bytes of wheels that a page keeps in memory for later sandboxes. */
const CACHE_LIMIT = 200 * 1024 * 1024;

type OnBytes = (loaded: number, total: number | undefined) => void;
type Start = (signal: AbortSignal, onBytes: OnBytes) => Promise<ArrayBuffer>;

/** A download that several loads may wait for. It is aborted when the last of them gives up. */
class SharedDownload {
  readonly bytes: Promise<ArrayBuffer>;
  readonly #listeners = new Set<OnBytes>();
  readonly #giveUp = new AbortController();
  readonly #waiting = new RefCount(() => this.#giveUp.abort());

  constructor(start: Start) {
    this.bytes = start(this.#giveUp.signal, (loaded, total) => {
      for (const listener of this.#listeners) listener(loaded, total);
    });
    // wait() rejects with the failure.
    this.bytes.catch(() => {});
  }

  /** Whether no load waits for it. */
  get isIdle(): boolean {
    return !this.#waiting.isUsed;
  }

  async wait(signal: AbortSignal, onBytes: OnBytes): Promise<ArrayBuffer> {
    const leave = this.#waiting.acquire();
    this.#listeners.add(onBytes);
    try {
      return await abortable(this.bytes, signal);
    } finally {
      this.#listeners.delete(onBytes);
      leave();
    }
  }
}

/** Downloads by key. The least recently used are dropped first, failed ones at once. */
export class WheelCache {
  readonly #downloads = new Map<string, SharedDownload>();
  readonly #sizes = new Map<string, number>();
  readonly #limit: number;

  /** @param limit bytes */
  constructor(limit = CACHE_LIMIT) {
    this.#limit = limit;
  }

  /**
   * Gives the bytes under `key`, and calls `start` if they are not here yet. They are shared: neither change nor transfer them.
   *
   * @param signal gives up waiting; the download itself goes on for others
   * @throws whatever `start` rejects with, or the signal's reason
   */
  async get(key: string, start: Start, signal: AbortSignal, onBytes: OnBytes): Promise<ArrayBuffer> {
    signal.throwIfAborted();
    const download = this.#downloads.get(key) ?? new SharedDownload(start);
    this.#downloads.delete(key);
    this.#downloads.set(key, download);
    try {
      const bytes = await download.wait(signal, onBytes);
      this.#keep(key, bytes.byteLength);
      return bytes;
    } catch (error) {
      // It has failed, or the last load has given up: the next one starts again.
      const over = download.isIdle || !signal.aborted;
      if (over && this.#downloads.get(key) === download) this.#drop(key);
      throw error;
    }
  }

  #keep(key: string, size: number): void {
    if (!this.#downloads.has(key)) return;
    this.#sizes.set(key, size);
    let kept = [...this.#sizes.values()].reduce((sum, each) => sum + each, 0);
    for (const oldest of this.#downloads.keys()) {
      if (kept <= this.#limit) return;
      kept -= this.#sizes.get(oldest) ?? 0;
      // An unfinished download has no size, and takes no room yet.
      if (this.#sizes.has(oldest)) this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#downloads.delete(key);
    this.#sizes.delete(key);
  }
}

/** The wheels of this page, whichever sandbox asked for them. */
export const sharedWheelCache = new WheelCache();
