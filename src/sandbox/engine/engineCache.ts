/**
 * Where a browser keeps the engine from one visit to the next. Out of its own cache a page has the bytes several times as fast, and some
 * hosts do not allow that they are kept there at all.
 */
import { sha256 as EXPECTED, sizes } from 'virtual:engine-build';
import { ENGINE_FILES, type EngineFile } from '../../protocol.ts';

/** @see https://w3c.github.io/ServiceWorker/#cache-storage */
export const ENGINE_CACHE = 'glovebox-engine';
/** The header that says which engine it is. */
const BUILD = 'Glovebox-Engine';
/** Bytes of all its files. */
const SIZE = Object.values(sizes).reduce((sum, size) => sum + size, 0);

export type CachedEngine = Record<EngineFile, Blob>;

/**
 * The engine that this build was made for; none where it was not kept, or the browser keeps nothing for this page. Its hash was checked
 * when it was kept, and browsers have checksums of their own in what they keep.
 */
export async function readCachedEngine(base: URL): Promise<CachedEngine | undefined> {
  try {
    // Without making a cache where there is none, on the first visit.
    const kept = await caches.match(addressOf(base), { cacheName: ENGINE_CACHE });
    if (kept?.headers.get(BUILD) !== EXPECTED) return undefined;
    const whole = await kept.blob();
    return whole.size === SIZE ? split(whole) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps an engine in the place of any other from the same folder, if it is the one that this build was made for: whatever else a folder
 * has may be another tomorrow.
 *
 * @param parts the bytes of all its files, in the order of {@link ENGINE_FILES}
 * @throws DOMException where the browser has no room. ReferenceError where it keeps nothing for this page
 */
export async function cacheEngine(base: URL, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  const whole = new Blob(parts);
  if (whole.size !== SIZE) return;
  const { sha256 } = await import('../packages/integrity.ts');
  if ((await sha256(await whole.arrayBuffer())) !== EXPECTED) return;
  const cache = await caches.open(ENGINE_CACHE);
  await cache.put(addressOf(base), new Response(whole, { headers: { [BUILD]: EXPECTED } }));
}

/** Forgets the engine that was kept where the folder has another by now, or none. */
export async function evictOutdated(base: URL): Promise<void> {
  const served = await fetch(new URL(ENGINE_FILES.loader, base));
  const kept = await readCachedEngine(base);
  const isSame = served.ok && (await served.text()) === (await kept?.loader.text());
  if (!isSame) await evictEngine(base);
}

export async function evictEngine(base: URL): Promise<void> {
  await (await caches.open(ENGINE_CACHE)).delete(addressOf(base));
}

/** Nothing is ever fetched from it. */
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
