/** Progress of several downloads together, in bytes after decompression. */
export interface DownloadProgress {
  /** Bytes received so far. */
  loaded: number;
  /** Bytes in all, as far as they are known; grows as servers say more. */
  total: number;
}

/** Adds up the progress of several downloads. */
export class TotalProgress<Name extends string> {
  readonly #parts: Map<Name, DownloadProgress>;
  readonly #tell: (progress: DownloadProgress) => void;

  /** @param sizes the bytes expected of each download; 0 if that is not known */
  constructor(sizes: Iterable<readonly [Name, number]>, tell: (progress: DownloadProgress) => void) {
    this.#parts = new Map([...sizes].map(([name, total]) => [name, { loaded: 0, total }]));
    this.#tell = tell;
  }

  /** @param total bytes in all, if the server said so */
  report(name: Name, loaded: number, total = this.#parts.get(name)?.total ?? 0): void {
    // A server that compresses says how many bytes are sent, not how many come out.
    this.#parts.set(name, { loaded, total: Math.max(loaded, total) });
    const parts = [...this.#parts.values()];
    this.#tell({
      loaded: parts.reduce((sum, part) => sum + part.loaded, 0),
      total: parts.reduce((sum, part) => sum + part.total, 0),
    });
  }
}
