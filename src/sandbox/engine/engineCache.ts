/**
 * Caches the engine in the browser from one visit to the next. A page gets the bytes from here several times as fast as from the HTTP
 * cache, in which some hosts forbid to store them.
 */
import { sha256 as EXPECTED, sizes } from 'virtual:engine-build';
import { ENGINE_FILES, type EngineFile } from '../../protocol.ts';
import { engineKey, readStored, removeStored, writeStored } from '../storage/browserStorage.ts';

/** Bytes of all its files. */
const SIZE = Object.values(sizes).reduce((sum, size) => sum + size, 0);

export type CachedEngine = Record<EngineFile, Blob>;

/**
 * Reads the engine that this build was made for; `undefined` if it is not cached, or the browser stores nothing for this page. Its hash was
 * checked when it was stored, and browsers' storage has checksums of its own.
 */
export async function readCachedEngine(base: URL): Promise<CachedEngine | undefined> {
  const whole = await readStored(engineKey(base, EXPECTED));
  return whole?.size === SIZE ? split(whole) : undefined;
}

/**
 * Caches an engine in place of an older one from the same folder, but only the one that this build was made for: a folder's other engine may
 * be replaced tomorrow.
 *
 * @param parts the bytes of all its files, in the order of {@link ENGINE_FILES}
 * @throws SnapshotError if the browser has no room, or stores nothing for this page
 */
export async function cacheEngine(base: URL, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  const whole = new Blob(parts);
  if (whole.size !== SIZE) return;
  const { sha256 } = await import('../packages/integrity.ts');
  if ((await sha256(await whole.arrayBuffer())) !== EXPECTED) return;
  await evictEngine(base);
  await writeStored(engineKey(base, EXPECTED), whole);
}

/** Removes the cached engine if the folder has another by now, or none. */
export async function evictOutdated(base: URL): Promise<void> {
  const served = await fetch(new URL(ENGINE_FILES.loader, base));
  const kept = await readCachedEngine(base);
  const isSame = served.ok && (await served.text()) === (await kept?.loader.text());
  if (!isSame) await evictEngine(base);
}

/** Removes the cached engine of a folder, of whatever build it is. */
export async function evictEngine(base: URL): Promise<void> {
  await removeStored(engineKey(base));
}

function split(whole: Blob): CachedEngine {
  let end = 0;
  const entries = Object.entries(ENGINE_FILES).map(([name, file]) => {
    const start = end;
    end += sizes[file] ?? 0;
    return [name, whole.slice(start, end)];
  });
  return Object.fromEntries(entries);
}
