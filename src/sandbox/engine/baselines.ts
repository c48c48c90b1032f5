import { whenIdle } from '../../async/idle.ts';
import { importChunk } from '../../async/importChunk.ts';
import { errorMessage } from '../../errors.ts';
import type { Frame } from '../frame/frame.ts';
import type { SnapshotHandle } from '../frame/snapshotHandle.ts';
import { baselineAddress, readStored, removeStored, writeStored } from '../storage/browserStorage.ts';
import type { CheckpointHeader } from '../storage/checkpointFile.ts';

/** A snapshot that interpreters without variables start from. */
interface Baseline {
  snapshot: SnapshotHandle;
  /** The packages that it has imported, by canonical name. */
  packages: string[];
}

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

/** An engine's baselines, one for each place that packages come from. The browser stores them for the next visit. */
export class Baselines {
  readonly #base: URL;
  readonly #byKey = new Map<string, Baseline>();

  /** @param base the folder of the engine */
  constructor(base: URL) {
    this.#base = base;
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
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
   * Has later interpreters start here, and stores the baseline for the next visit once the page is idle.
   *
   * @param onRefused is told why it can't be stored
   */
  set(key: string, baseline: Baseline, onRefused: (reason: string) => void): void {
    this.#byKey.get(key)?.snapshot.release();
    this.#byKey.delete(key);
    this.#byKey.set(key, baseline);
    const withPackages = [...this.#byKey.keys()].filter((each) => each !== NO_PACKAGES);
    for (const oldest of withPackages.slice(0, -MAX_BASELINES)) this.#remove(oldest);
    whenIdle(() => this.#store(key, baseline).catch((error) => onRefused(`It was not stored: ${error}`)));
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
    for (const key of [sources, NO_PACKAGES]) {
      const address = baselineAddress(this.#base, key);
      const file = await readStored(address);
      if (!file) continue;
      const { openCheckpointFile } = await importChunk(() => import('../storage/checkpointFile.ts'));
      try {
        return { key, ...(await openCheckpointFile(file)) };
      } catch (error) {
        onRefused(errorMessage(error));
        await removeStored(address);
      }
    }
    return undefined;
  }

  addStored(frame: Frame, { key, header, payload }: StoredBaseline): void {
    this.#byKey.set(key, { snapshot: frame.addSnapshotFile(payload, header), packages: header.packages });
  }

  async #store(key: string, { snapshot, packages }: Baseline): Promise<void> {
    if (snapshot.host.closed || this.#byKey.get(key)?.snapshot !== snapshot) return;
    const { build, size, lost } = snapshot;
    // Uncompressed: the next visit would wait while it is decompressed.
    const payload = await snapshot.export({ compress: false });
    const { writeCheckpointFile } = await import('../storage/checkpointFile.ts');
    const file = await writeCheckpointFile({ build, size, lost, packages, runs: 0, python: '' }, payload);
    await writeStored(baselineAddress(this.#base, key), file);
  }

  #remove(key: string): void {
    this.#byKey.get(key)?.snapshot.release();
    this.#byKey.delete(key);
    removeStored(baselineAddress(this.#base, key));
  }
}
