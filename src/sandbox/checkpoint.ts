import { dispose } from '../async/disposal.ts';
import { importChunk } from '../async/importChunk.ts';
import { SnapshotError } from '../errors.ts';
import type { EngineLease } from './engine/engine.ts';
import type { Frame } from './frame/frame.ts';
import type { SnapshotHandle } from './frame/snapshotHandle.ts';
import type { State } from './session/history.ts';
import type { CheckpointHeader } from './storage/checkpointFile.ts';

/** The data of a captured session that the host adds. */
type SessionRecord = Pick<CheckpointHeader, 'python' | 'runs' | 'packages'>;

type CheckpointDescription = Omit<CheckpointHeader, 'payload'>;

/** The session, in a frame that is leased for it, or here as the bytes of a file. */
type Held = { snapshot: SnapshotHandle; lease: EngineLease } | { header: CheckpointDescription; payload: ArrayBuffer };

/** Releases the sessions of checkpoints that were dropped without being released. */
const FORGOTTEN = new FinalizationRegistry(letGo);

/**
 * A session as it was between two runs: variables, files, and imported packages. It can be restored any number of times, until it is
 * released.
 */
export class Checkpoint implements Disposable {
  /** Bytes of memory and of files. */
  readonly size: number;
  /**
   * Sentences about what could not be captured, with the variable's name: objects of JavaScript, background tasks, open pipes, and variables
   * of JavaScript code. At most 1,000 about Python; the last one then counts the others.
   */
  readonly lost: readonly string[];
  /** @internal */
  readonly session: SessionRecord;
  #held: Held | undefined;

  /**
   * Made by `Sandbox.checkpoint()` and {@link fromBlob}.
   *
   * @param alsoLost losses that the captured interpreter knows nothing of
   * @internal
   */
  constructor(held: Held, session: SessionRecord, alsoLost: readonly string[] = []) {
    const { size, lost } = 'snapshot' in held ? held.snapshot : held.header;
    this.size = size;
    this.lost = [...lost, ...alsoLost];
    this.session = session;
    this.#held = held;
    FORGOTTEN.register(this, held, this);
  }

  /**
   * Reads a file that {@link toBlob} made.
   *
   * @throws SnapshotError that says what was expected and found, if it is no checkpoint, or is damaged
   */
  static async fromBlob(blob: Blob): Promise<Checkpoint> {
    const { readCheckpointFile } = await loadContainer();
    const { header, payload } = await readCheckpointFile(blob);
    return new Checkpoint({ header, payload }, header);
  }

  /**
   * Gives the checkpoint as one compressed file. It holds all data of the session: protect it accordingly.
   *
   * @throws SnapshotError if the checkpoint was released
   */
  async toBlob(): Promise<Blob> {
    const held = this.#use();
    if ('payload' in held) {
      const { writeCheckpointFile } = await loadContainer();
      return writeCheckpointFile(held.header, held.payload);
    }
    const exported = held.snapshot.export({ compress: true });
    const [payload, { writeCheckpointFile }] = await Promise.all([exported, loadContainer()]);
    return writeCheckpointFile(this.#describe(held.snapshot), payload);
  }

  /**
   * Gives the session in chunks, for storing those that have changed.
   *
   * @throws SnapshotError if the checkpoint was released, or read from a file
   * @internal
   */
  get source(): { header: CheckpointDescription; exportChanges: SnapshotHandle['exportChanges'] } {
    const held = this.#use();
    if ('payload' in held) throw new SnapshotError('This checkpoint is in a file already.');
    const { snapshot } = held;
    return { header: this.#describe(snapshot), exportChanges: (known) => snapshot.exportChanges(known) };
  }

  #describe({ build, size }: SnapshotHandle): CheckpointDescription {
    const { python, runs, packages } = this.session;
    return { build, size, lost: [...this.lost], python, runs, packages };
  }

  /**
   * Brings the session into a frame, where an interpreter can go on from it.
   *
   * @throws SnapshotError if the checkpoint is damaged, or was released
   * @internal
   */
  async placeIn(frame: Frame): Promise<State> {
    const { packages } = this.session;
    const held = this.#use();
    if ('payload' in held) {
      const snapshot = await frame.importSnapshot(held.payload.slice(), held.header.size);
      return { snapshot, runs: 0, packages };
    }
    const { snapshot } = held;
    if (snapshot.host === frame) return { snapshot: snapshot.retain(), runs: 0, packages };
    const payload = await snapshot.export({ compress: false });
    return { snapshot: await frame.importSnapshot(payload, snapshot.size), runs: 0, packages };
  }

  /** Frees its memory. May be called twice. */
  release(): void {
    if (this.#held) letGo(this.#held);
    this.#held = undefined;
    FORGOTTEN.unregister(this);
  }

  /** Releases the checkpoint at the end of a `using` block. */
  [dispose](): void {
    this.release();
  }

  #use(): Held {
    if (!this.#held) throw new SnapshotError('This checkpoint was released.');
    return this.#held;
  }
}

function loadContainer() {
  return importChunk(() => import('./storage/checkpointFile.ts'));
}

function letGo(held: Held): void {
  if (!('snapshot' in held)) return;
  held.snapshot.release();
  held.lease.release(new SnapshotError('This checkpoint was released.'));
}
