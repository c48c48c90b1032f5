import { abortable } from '../../async/abort.ts';
import { RefCount } from '../../async/refCount.ts';

/** Bytes of wheels in memory, for later sandboxes of the page. */
const CACHE_LIMIT = 200 * 1024 * 1024;

type OnBytes = (loaded: number, total: number | undefined) => void;
type Start = (signal: AbortSignal, onBytes: OnBytes) => Promise<ArrayBuffer>;

/** A download that several loads may wait for. It is aborted when the last of them gives up. */
class SharedDownload {
  readonly bytes: Promise<ArrayBuffer>;
  /** Bytes; 0 until it is finished. */
  size = 0;
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
      const bytes = await abortable(this.bytes, signal);
      this.size = bytes.byteLength;
      return bytes;
    } finally {
      this.#listeners.delete(onBytes);
      leave();
    }
  }
}

/** Downloads by key. The least recently used are dropped first, failed ones at once. */
export class WheelCache {
  readonly #downloads = new Map<string, SharedDownload>();
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
      this.#dropOldest();
      return bytes;
    } catch (error) {
      // It has failed, or the last load has given up: the next one starts again.
      const over = download.isIdle || !signal.aborted;
      if (over && this.#downloads.get(key) === download) this.#downloads.delete(key);
      throw error;
    }
  }

  #dropOldest(): void {
    let total = [...this.#downloads.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [key, { size }] of this.#downloads) {
      if (total <= this.#limit) return;
      // Unfinished downloads take no room yet.
      if (size > 0) this.#downloads.delete(key);
      total -= size;
    }
  }
}

/** The wheels of this page, whichever sandbox asked for them. */
export const sharedWheelCache = new WheelCache();
