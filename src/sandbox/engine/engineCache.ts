/**
 * Caches the engine in the browser from one visit to the next. A page gets the bytes from here several times as fast as from the HTTP
 * cache, in which some hosts forbid to store them.
 */
import { sha256 as EXPECTED, sizes } from 'virtual:engine-build';
import { ENGINE_FILES, type EngineFile } from '../../protocol.ts';

/** @see https://w3c.github.io/ServiceWorker/#cache-storage */
export const ENGINE_CACHE = 'glovebox-engine';
/** The header that tells the engine's build. */
const BUILD = 'Glovebox-Engine';
/** Bytes of all its files. */
const SIZE = Object.values(sizes).reduce((sum, size) => sum + size, 0);

export type CachedEngine = Record<EngineFile, Blob>;

/**
 * Reads the engine that this build was made for; `undefined` if it is not cached, or the browser stores nothing for this page. Its hash was
 * checked when it was stored, and browsers' storage has checksums of its own.
 */
export async function readCachedEngine(base: URL): Promise<CachedEngine | undefined> {
  try {
    // caches.open() would create the cache on the first visit.
    const kept = await caches.match(addressOf(base), { cacheName: ENGINE_CACHE });
    if (kept?.headers.get(BUILD) !== EXPECTED) return undefined;
    const whole = await kept.blob();
    return whole.size === SIZE ? split(whole) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Caches an engine in place of an older one from the same folder, but only the one that this build was made for: a folder's other engine may
 * be replaced tomorrow.
 *
 * @param parts the bytes of all its files, in the order of {@link ENGINE_FILES}
 * @throws DOMException if the browser has no room; ReferenceError if it stores nothing for this page
 */
export async function cacheEngine(base: URL, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  const whole = new Blob(parts);
  if (whole.size !== SIZE) return;
  const { sha256 } = await import('../packages/integrity.ts');
  if ((await sha256(await whole.arrayBuffer())) !== EXPECTED) return;
  const cache = await caches.open(ENGINE_CACHE);
  await cache.put(addressOf(base), new Response(whole, { headers: { [BUILD]: EXPECTED } }));
}

/** Removes the cached engine if the folder has another by now, or none. */
export async function evictOutdated(base: URL): Promise<void> {
  const served = await fetch(new URL(ENGINE_FILES.loader, base));
  const kept = await readCachedEngine(base);
  const isSame = served.ok && (await served.text()) === (await kept?.loader.text());
  if (!isSame) await evictEngine(base);
}

export async function evictEngine(base: URL): Promise<void> {
  await (await caches.open(ENGINE_CACHE)).delete(addressOf(base));
}

/** The cached engine's address. Nothing is ever fetched from it. */
function addressOf(base: URL): string {
  return new URL('glovebox-engine', base).href;
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
