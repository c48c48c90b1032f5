import type { SnapshotInfo } from '../../src/protocol.ts';
import { type Entry, type Library, type Snapshot, SnapshotError } from './snapshot.ts';

/** Buffers of dropped snapshots that are kept to be filled again, by the worker that filled them before. */
const MOST_BUFFERS = 2;

/** The snapshots of a frame, by number. Contents of files that did not change between two are there once. */
export class SnapshotStore {
  readonly #snapshots = new Map<number, Snapshot>();
  /** For each worker, the contents of files of its latest snapshot, by version. */
  readonly #contents = new Map<number, Map<string, ArrayBuffer>>();
  /** What libraries compile to, by the contents of their files. */
  readonly #modules = new WeakMap<ArrayBuffer, Promise<WebAssembly.Module>>();
  /** By number: settles when the libraries of a snapshot are compiled. */
  readonly #compiling = new Map<number, Promise<void>>();
  /** The worker that a snapshot was taken of. */
  readonly #owners = new Map<number, number>();
  /** What is in them belongs to one session: no other worker may have them. */
  #buffers: { worker: number; memory: ArrayBuffer }[] = [];

  get(id: number): Snapshot | undefined {
    return this.#snapshots.get(id);
  }

  /**
   * @param worker that it was taken of, and that leaves out contents of files that it gave before
   * @throws SnapshotError where contents are missing
   */
  add(id: number, snapshot: Snapshot, worker?: number): SnapshotInfo {
    const complete = worker === undefined ? snapshot : this.#complete(snapshot, worker);
    this.#snapshots.set(id, complete);
    if (worker !== undefined) this.#owners.set(id, worker);
    this.#compiling.set(id, this.#compileLibraries(complete));
    const { memorySize, tree, lost, build } = complete;
    const files = tree.map((entry) => (entry.kind === 'file' ? (entry.contents?.byteLength ?? 0) : 0));
    return { size: files.reduce((sum, size) => sum + size, memorySize), lost, build };
  }

  drop(id: number): void {
    const memory = this.#snapshots.get(id)?.memory;
    const worker = this.#owners.get(id);
    this.#snapshots.delete(id);
    this.#compiling.delete(id);
    this.#owners.delete(id);
    // Of a worker that is gone, nothing is kept.
    if (!memory || worker === undefined || !this.#contents.has(worker)) return;
    const bySize = [...this.#buffers, { worker, memory }].toSorted((a, b) => b.memory.byteLength - a.memory.byteLength);
    this.#buffers = bySize.slice(0, MOST_BUFFERS);
  }

  /** A buffer that nobody needs any more, to be filled again by the worker that filled it before. */
  takeBuffer(worker: number): ArrayBuffer | undefined {
    const taken = this.#buffers.find((each) => each.worker === worker);
    this.#buffers = this.#buffers.filter((each) => each !== taken);
    return taken?.memory;
  }

  /** A worker that goes on from a snapshot leaves out what that has. */
  inherit(worker: number, { tree }: Snapshot): void {
    this.#contents.set(worker, contentsByVersion(tree));
  }

  /** Forgets what was kept for a worker that is gone. */
  forget(worker: number): void {
    this.#contents.delete(worker);
    this.#buffers = this.#buffers.filter((each) => each.worker !== worker);
  }

  /** Settles when the libraries of a snapshot are compiled, or cannot be. */
  async whenCompiled(id: number): Promise<void> {
    await this.#compiling.get(id);
  }

  /** Once here, so that no interpreter that is restored has to. */
  async #compileLibraries({ libraries, tree }: Snapshot): Promise<void> {
    const compileOne = async (library: Library) => {
      const file = tree.find(({ path }) => path === library.name);
      if (file?.kind !== 'file' || !file.contents) return;
      const compiling = this.#modules.get(file.contents) ?? WebAssembly.compile(file.contents);
      this.#modules.set(file.contents, compiling);
      library.module = await compiling;
    };
    // Of a failure, whoever restores it finds out.
    await Promise.allSettled(libraries.map(compileOne));
  }

  #complete(snapshot: Snapshot, worker: number): Snapshot {
    const before = this.#contents.get(worker);
    const tree = snapshot.tree.map((entry): Entry => {
      if (entry.kind !== 'file' || entry.contents) return entry;
      const contents = before?.get(entry.version);
      if (!contents) throw new SnapshotError(`the contents of ${entry.path} are missing`);
      return { ...entry, contents };
    });
    this.#contents.set(worker, contentsByVersion(tree));
    return { ...snapshot, tree };
  }
}

function contentsByVersion(tree: Entry[]): Map<string, ArrayBuffer> {
  return new Map(
    tree.flatMap((entry) =>
      entry.kind === 'file' && entry.contents ? [[entry.version, entry.contents] as const] : [],
    ),
  );
}
