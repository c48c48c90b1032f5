import type { SnapshotHandle } from '../frame/snapshotHandle.ts';
import { readStored, type StorageKey, writeStored } from '../storage/browserStorage.ts';
import { openCheckpointFile, writeCheckpointFile } from '../storage/checkpointFile.ts';
import { hasLocks } from '../storage/nameLock.ts';

/** A snapshot that interpreters without variables start from. */
export interface Baseline {
  snapshot: SnapshotHandle;
  /** The packages that it has imported, by canonical name. */
  packages: string[];
}

interface StoreOptions {
  /** Whether to wait while another tab stores there, which may be frozen; otherwise it is left to that. */
  waits: boolean;
  /** Whether the baseline is still to be stored when it is this tab's turn. */
  isWanted: () => boolean;
}

/**
 * Stores a baseline for the next visit, unless another tab has stored one that is as good. One tab at a time looks and stores.
 *
 * @throws SnapshotError if the browser stores nothing for this page, or has no room
 */
export async function storeBaseline(
  key: StorageKey,
  baseline: Baseline,
  { waits, isWanted }: StoreOptions,
): Promise<void> {
  const store = async () => {
    if (isWanted() && !(await isThere(key, baseline))) await write(key, baseline);
  };
  if (!(await hasLocks())) return store();
  await navigator.locks.request(`glovebox ${key.join(' ')}`, { ifAvailable: !waits }, (lock) =>
    lock ? store() : undefined,
  );
}

/** Whether the same build left a snapshot there that has all of these packages. */
async function isThere(key: StorageKey, { snapshot: { build }, packages }: Baseline): Promise<boolean> {
  const file = await readStored(key);
  if (!file) return false;
  try {
    const { header } = await openCheckpointFile(file);
    const fields = Object.keys(build) as (keyof typeof build)[];
    return (
      fields.every((field) => header.build[field] === build[field]) &&
      packages.every((name) => header.packages.includes(name))
    );
  } catch {
    // Damaged: this one takes its place.
    return false;
  }
}

async function write(key: StorageKey, { snapshot, packages }: Baseline): Promise<void> {
  const { build, size, lost } = snapshot;
  // Uncompressed: the next visit would wait while it is decompressed.
  const payload = await snapshot.export({ compress: false });
  const file = await writeCheckpointFile({ build, size, lost, packages, runs: 0, python: '' }, payload);
  await writeStored(key, file);
}
