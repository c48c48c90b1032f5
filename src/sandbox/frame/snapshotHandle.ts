import { RefCount } from '../../async/refCount.ts';
import type { Build, SnapshotInfo } from '../../protocol.ts';

/** A packed snapshot in chunks. */
export interface SnapshotChanges {
  /** The hash and the bytes of each, in order. */
  chunks: [hash: string, size: number][];
  /** Those that were not known, each once, in gzip that goes on from file to file. */
  files: Blob[];
}

/** The frame that a snapshot is in, as far as handles need it. */
export interface SnapshotHost {
  readonly closed: boolean;
  dropSnapshot(number: number): void;
  exportSnapshot(number: number, options: { compress: boolean }): Promise<ArrayBuffer>;
  exportChanges(number: number, known: string[]): Promise<SnapshotChanges>;
}

/** One user's hold on a snapshot in the frame, which drops it once the last handle is released. */
export class SnapshotHandle implements SnapshotInfo {
  readonly host: SnapshotHost;
  /** The frame's name for it. */
  readonly number: number;
  readonly size: number;
  readonly lost: string[];
  readonly build: Build;
  readonly #users: RefCount;
  /** May be called twice. */
  readonly release: () => void;

  constructor(host: SnapshotHost, number: number, { size, lost, build }: SnapshotInfo, users?: RefCount) {
    this.host = host;
    this.number = number;
    this.size = size;
    this.lost = lost;
    this.build = build;
    this.#users = users ?? new RefCount(() => host.dropSnapshot(number));
    this.release = this.#users.acquire();
  }

  /** Another handle of the same snapshot, to be released as well. */
  retain(): SnapshotHandle {
    return new SnapshotHandle(this.host, this.number, this, this.#users);
  }

  /** Gives the snapshot as bytes. They are opaque, and not to be trusted. @param compress for few bytes rather than soon */
  export(options: { compress: boolean }): Promise<ArrayBuffer> {
    return this.host.exportSnapshot(this.number, options);
  }

  /** Gives the chunks of the snapshot. @param known hashes of those whose bytes are left out */
  exportChanges(known: string[]): Promise<SnapshotChanges> {
    return this.host.exportChanges(this.number, known);
  }
}
