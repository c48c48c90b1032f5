import type { Build, SnapshotInfo } from '../../protocol.ts';
import type { Frame } from '../frame/frame.ts';

/** A snapshot in the frame, which is dropped there when nobody uses it any more. */
export class SnapshotHandle {
  readonly frame: Frame;
  /** By which the frame knows it. */
  readonly number: number;
  /** Bytes of memory and of files. */
  readonly size: number;
  /** What could not be taken along, each as a sentence. */
  readonly lost: string[];
  readonly build: Build;
  #users = 1;

  constructor(frame: Frame, number: number, { size, lost, build }: SnapshotInfo) {
    this.build = build;
    this.frame = frame;
    this.number = number;
    this.size = size;
    this.lost = lost;
  }

  /** One more user, who has to {@link release} it. */
  retain(): this {
    this.#users += 1;
    return this;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.frame.dropSnapshot(this.number);
  }
}
