import { whenIdle } from '../../async/idle.ts';
import { importChunk } from '../../async/importChunk.ts';
import { errorMessage } from '../../errors.ts';
import type { Frame } from '../frame/frame.ts';
import { baselineKey, readStored, removeStored, type StorageKey } from '../storage/browserStorage.ts';
import type { CheckpointHeader } from '../storage/checkpointFile.ts';
import type { Baseline } from './storeBaseline.ts';

/** A baseline that the browser has stored on an earlier visit. */
interface StoredBaseline {
  key: string;
  header: CheckpointHeader;
  payload: Blob;
}

/** The key of the baseline without packages. */
export const NO_PACKAGES = '';

/** Sources of packages that a page has baselines for, the latest ones: each takes some 20 MB, here and in the browser. */
const MAX_BASELINES = 4;
/** Bytes by which the memory of WebAssembly grows: an interpreter may take one page more than its snapshot says. */
const PAGE_SIZE = 64 * 1024;

/** What the browser may store for the next visit: a snapshot of a frame that only one sandbox uses is in a place of its own. */
export type Storing = 'when-idle' | 'at-once' | 'never';

/** The key of the stored baseline of frames that only one sandbox uses. */
const OWN_FRAME = 'own-frame';

/** An engine's baselines, one for each place that packages come from. The browser stores them for the next visit. */
export class Baselines {
  readonly #base: URL;
  readonly #isOwn: boolean;
  readonly #byKey = new Map<string, Baseline>();

  /**
   * @param base the folder of the engine
   * @param isOwn whether only one sandbox uses the frame: then there is no baseline from frames that others have used
   */
  constructor(base: URL, isOwn: boolean) {
    this.#base = base;
    this.#isOwn = isOwn;
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** The numbers of their snapshots in the frame. */
  get numbers(): number[] {
    return [...this.#byKey.values()].map(({ snapshot }) => snapshot.number);
  }

  /** The baseline that has most of what an interpreter may need, within its memory limit in bytes. */
  best(sources: string, memoryLimit: number): { key: string; baseline: Baseline } | undefined {
    for (const key of [sources, NO_PACKAGES]) {
      const baseline = this.#byKey.get(key);
      if (baseline && baseline.snapshot.size + PAGE_SIZE <= memoryLimit) return { key, baseline };
    }
    return undefined;
  }

  /**
   * Has later interpreters start here, and stores the baseline for the next visit.
   *
   * @param onRefused is told why it can't be stored
   * @returns a promise that resolves when it is stored, if that is done at once
   */
  async set(key: string, baseline: Baseline, storing: Storing, onRefused: (reason: string) => void): Promise<void> {
    this.#byKey.get(key)?.snapshot.release();
    this.#byKey.delete(key);
    this.#byKey.set(key, baseline);
    const withPackages = [...this.#byKey.keys()].filter((each) => each !== NO_PACKAGES);
    for (const oldest of withPackages.slice(0, -MAX_BASELINES)) this.#remove(oldest);
    const store = (waits: boolean) =>
      this.#store(key, baseline, waits).catch((error) => onRefused(`It was not stored: ${error}`));
    if (storing === 'at-once') await store(false);
    else if (storing === 'when-idle') whenIdle(() => store(true));
  }

  /** Removes a baseline that was refused, here and from the browser's storage. */
  drop(key: string, baseline: Baseline): void {
    if (this.#byKey.get(key) === baseline) this.#remove(key);
  }

  /** Forgets all, when their frame is gone. */
  clear(): void {
    this.#byKey.clear();
  }

  /** Reads the best stored baseline. One that is damaged is removed, and `onRefused` is told why. */
  async readStored(sources: string, onRefused: (reason: string) => void): Promise<StoredBaseline | undefined> {
    for (const key of this.#isOwn ? [NO_PACKAGES] : [sources, NO_PACKAGES]) {
      const place = this.#placeOf(key);
      const file = await readStored(place);
      if (!file) continue;
      const { openCheckpointFile } = await importChunk(() => import('../storage/checkpointFile.ts'));
      try {
        return { key, ...(await openCheckpointFile(file)) };
      } catch (error) {
        onRefused(errorMessage(error));
        await removeStored(place);
      }
    }
    return undefined;
  }

  addStored(frame: Frame, { key, header, payload }: StoredBaseline): void {
    this.#byKey.set(key, { snapshot: frame.addSnapshotFile(payload, header), packages: header.packages });
  }

  async #store(key: string, baseline: Baseline, waits: boolean): Promise<void> {
    const { snapshot } = baseline;
    const isWanted = () => !snapshot.host.closed && this.#byKey.get(key)?.snapshot === snapshot;
    if (!isWanted()) return;
    const { storeBaseline } = await importChunk(() => import('./storeBaseline.ts'));
    await storeBaseline(this.#placeOf(key), baseline, { waits, isWanted });
  }

  #remove(key: string): void {
    this.#byKey.get(key)?.snapshot.release();
    this.#byKey.delete(key);
    removeStored(this.#placeOf(key));
  }

  #placeOf(key: string): StorageKey {
    return baselineKey(this.#base, this.#isOwn ? OWN_FRAME : key);
  }
}
