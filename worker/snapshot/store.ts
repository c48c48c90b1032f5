import type { SnapshotInfo } from '../../src/protocol.ts';
import { withoutPagesOf, withPagesOf } from './difference.ts';
import { compileLibraries } from './libraries.ts';
import { unpackFile } from './pack.ts';
import { fitsPieces, type Peer, sendPieces } from './pieces.ts';
import {
  buffersOf,
  type CapturedSnapshot,
  type Contents,
  contentsOf,
  copyOf,
  copyWithoutMemory,
  type Entry,
  memoryOf,
  type SeparateSnapshot,
  type Snapshot,
  SnapshotError,
  separate,
} from './snapshot.ts';

/** Buffers of dropped snapshots that the worker that filled them may fill again. */
const MAX_BUFFERS = 2;

/** A snapshot that has been read, or has yet to be. */
interface Stored {
  what: Snapshot | Blob;
  /** Has the pages of memory that {@link what} lacks. */
  base?: Snapshot;
  reading?: Promise<Snapshot> | undefined;
}

/** The snapshots of a frame, by number. Contents of files that did not change between two are there once. */
export class SnapshotStore {
  readonly #snapshots = new Map<number, Stored>();
  /** For each worker, the entries of its latest snapshot. */
  readonly #trees = new Map<number, Entry[]>();
  /** For each worker that has no such snapshot yet, what it goes on from. */
  readonly #origins = new Map<number, Stored>();
  /** Compiled libraries, by the contents of their files. */
  readonly #modules = new WeakMap<Contents, Promise<WebAssembly.Module>>();
  /** The worker that a snapshot was taken of. */
  readonly #owners = new Map<number, number>();
  /** Snapshots that others lack pages of: their buffers stay. */
  readonly #bases = new WeakSet<Snapshot>();
  /** How often the bytes of a snapshot are on their way to a worker. */
  readonly #sending = new WeakMap<Snapshot, number>();
  /** Their contents belong to one session: no other worker may get them. */
  #buffers: { worker: number; memory: ArrayBuffer }[] = [];

  get(id: number): Snapshot | Blob | undefined {
    const stored = this.#snapshots.get(id);
    return stored && wholeOf(stored);
  }

  /** @throws SnapshotError if its file is damaged */
  async read(id: number): Promise<Snapshot | undefined> {
    const stored = this.#snapshots.get(id);
    if (!stored) return undefined;
    const read = await this.#read(stored);
    return stored.base ? withPagesOf(stored.base, read) : read;
  }

  /** Keeps of a snapshot only the pages of memory that are not in the most similar of others. */
  async compact(id: number, others: readonly number[]): Promise<void> {
    const stored = this.#snapshots.get(id);
    if (!stored || stored.base) return;
    const whole = await this.#read(stored);
    let smallest = whole;
    for (const other of others) {
      const base = await this.#readWhole(other);
      if (!base || base === whole || this.#snapshots.get(id) !== stored) continue;
      const difference = withoutPagesOf(base, whole);
      if (difference.memory.byteLength >= smallest.memory.byteLength) continue;
      smallest = difference;
      this.#bases.add(base);
      Object.assign(stored, { what: difference, base, reading: undefined });
    }
    const worker = this.#owners.get(id);
    if (worker !== undefined && smallest !== whole) this.#release(whole, worker);
  }

  /** Reads the snapshots that are still in files, so that interpreters start sooner from them. */
  readFiles(): void {
    // A failure is reported when an interpreter starts from it.
    for (const stored of this.#snapshots.values()) this.#read(stored).catch(() => {});
  }

  addFile(id: number, file: Blob): void {
    this.#snapshots.set(id, { what: file });
  }

  add(id: number, snapshot: Snapshot): SnapshotInfo {
    this.#snapshots.set(id, { what: snapshot });
    compileLibraries(snapshot, this.#modules);
    const { memorySize, lost, build } = snapshot;
    const size = contentsOf(snapshot).reduce((sum, { byteLength }) => sum + byteLength, memorySize);
    return { size, lost, build };
  }

  /**
   * @param worker that it was taken of, and that leaves out what it gave before
   * @throws SnapshotError if any of that is missing
   */
  async addCaptured(id: number, captured: CapturedSnapshot, worker: number): Promise<SnapshotInfo> {
    const snapshot = { ...captured, tree: await this.#completeTree(captured.tree, worker) };
    this.#trees.set(worker, snapshot.tree);
    this.#origins.delete(worker);
    this.#owners.set(id, worker);
    return this.add(id, snapshot);
  }

  drop(id: number): void {
    const { what, base } = this.#snapshots.get(id) ?? {};
    const worker = this.#owners.get(id);
    this.#snapshots.delete(id);
    this.#owners.delete(id);
    if (what && !(what instanceof Blob) && worker !== undefined && !base) this.#release(what, worker);
  }

  /** Gives all memory back to the browser. To be called when the frame is removed. */
  clear(): void {
    const snapshots = [...this.#snapshots.values()].flatMap(({ what }) => (what instanceof Blob ? [] : [what]));
    giveBack([...snapshots.flatMap(buffersOf), ...this.#buffers.map(({ memory }) => memory)]);
    this.#snapshots.clear();
    this.#buffers = [];
  }

  /** An unused buffer, for the worker that filled it before. */
  takeBuffer(worker: number): ArrayBuffer | undefined {
    const taken = this.#buffers.find((each) => each.worker === worker);
    this.#buffers = this.#buffers.filter((each) => each !== taken);
    return taken?.memory;
  }

  /** A worker that goes on from a snapshot leaves out what that has. */
  inherit(worker: number, id: number): void {
    const stored = this.#snapshots.get(id);
    if (stored) this.#origins.set(worker, stored);
  }

  /**
   * Gives a snapshot whose bytes can be transferred to a worker while this one stays. The worker asks for the pieces of a large memory.
   *
   * @param whole from {@link get} or {@link read}
   */
  copyForWorker(whole: Snapshot, worker: Peer): Snapshot {
    if (!fitsPieces(whole)) return copyOf(whole);
    this.#send(whole, [memoryOf(whole)], worker);
    return copyWithoutMemory(whole);
  }

  /**
   * Gives what is needed to put a snapshot together in a worker, which asks for its bytes.
   *
   * @param whole from {@link read}
   */
  sendTo(worker: Peer, whole: Snapshot): SeparateSnapshot {
    const { bytes, ...rest } = separate(whole);
    this.#send(whole, bytes, worker);
    return rest;
  }

  /** The buffer of the snapshot must not be filled again meanwhile. */
  async #send(whole: Snapshot, bytes: Contents[], worker: Peer): Promise<void> {
    const count = (change: number) => this.#sending.set(whole, (this.#sending.get(whole) ?? 0) + change);
    count(1);
    await sendPieces(bytes, worker);
    count(-1);
  }

  /** Forgets the contents and buffers of a worker that is gone. */
  forget(worker: number): void {
    this.#trees.delete(worker);
    this.#origins.delete(worker);
    giveBack(this.#buffers.filter((each) => each.worker === worker).map(({ memory }) => memory));
    this.#buffers = this.#buffers.filter((each) => each.worker !== worker);
  }

  /** Lets the worker that filled the memory of a snapshot fill it again, or gives it back to the browser if that is gone. */
  #release(snapshot: Snapshot, worker: number): void {
    if (this.#bases.has(snapshot) || this.#sending.get(snapshot)) return;
    if (!this.#trees.has(worker)) {
      giveBack([snapshot.memory]);
      return;
    }
    const all = [...this.#buffers, { worker, memory: snapshot.memory }].toSorted(
      (a, b) => b.memory.byteLength - a.memory.byteLength,
    );
    giveBack(all.splice(MAX_BUFFERS).map(({ memory }) => memory));
    this.#buffers = all;
  }

  #read(stored: Stored): Promise<Snapshot> {
    const { what } = stored;
    if (!(what instanceof Blob)) return Promise.resolve(what);
    stored.reading ??= unpackFile(what).then((snapshot) => {
      stored.what = snapshot;
      compileLibraries(snapshot, this.#modules);
      return snapshot;
    });
    return stored.reading;
  }

  /** Gives a snapshot unless it lacks pages of another. */
  async #readWhole(id: number): Promise<Snapshot | undefined> {
    const stored = this.#snapshots.get(id);
    return stored && !stored.base ? this.#read(stored) : undefined;
  }

  async #completeTree(tree: CapturedSnapshot['tree'], worker: number): Promise<Entry[]> {
    const before = (await this.#treeOf(worker)) ?? [];
    let contents: Map<string, Contents> | undefined;
    return tree.map((entry): Entry => {
      if (typeof entry === 'number') return before[entry] ?? missing(`the entry ${entry} of the tree`);
      if (entry.kind !== 'file' || entry.contents) return entry;
      contents ??= contentsByVersion(before);
      return { ...entry, contents: contents.get(entry.version) ?? missing(`what ${entry.path} holds`) };
    });
  }

  async #treeOf(worker: number): Promise<Entry[] | undefined> {
    const origin = this.#origins.get(worker);
    return origin ? (await this.#read(origin)).tree : this.#trees.get(worker);
  }
}

function missing(what: string): never {
  throw new SnapshotError(`${what} is missing`);
}

/**
 * Gives memory back to the browser at once. Its own collection would come when there is too much, as a long task, in the page's thread in some
 * browsers.
 */
function giveBack(buffers: ArrayBuffer[]): void {
  structuredClone(null, { transfer: [...new Set(buffers)].filter(({ byteLength }) => byteLength > 0) });
}

function wholeOf({ what, base }: Stored): Snapshot | Blob {
  return base && !(what instanceof Blob) ? withPagesOf(base, what) : what;
}

function contentsByVersion(tree: Entry[]): Map<string, Contents> {
  return new Map(
    tree.flatMap((entry) =>
      entry.kind === 'file' && entry.contents ? [[entry.version, entry.contents] as const] : [],
    ),
  );
}
