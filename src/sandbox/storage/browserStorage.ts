/** Where a browser keeps snapshots, and what belongs to them, from one visit to the next. */
import { errorMessage, isStorageFull, SnapshotError } from '../../errors.ts';
import { ENGINE_CACHE } from '../engine/engineCache.ts';

/** @see https://w3c.github.io/ServiceWorker/#cache-storage */
const CACHE = 'glovebox-snapshots';
/** The header that says how large a container is: a browser would read all of it to tell. */
const SIZE = 'Glovebox-Size';

/**
 * The address of what interpreters begin with: one for each engine and each place where packages come from. Nothing is ever fetched from
 * it, nor from the other addresses here.
 */
export function baselineAddress(base: URL, sources: string): string {
  const address = new URL('glovebox-snapshot', base);
  address.searchParams.set('packages', sources);
  return address.href;
}

/** The address of a session that has a name. */
export function sessionAddress(name: string): string {
  const address = new URL('/glovebox-session', document.baseURI);
  address.searchParams.set('name', name);
  return address.href;
}

/** What was kept; none where there is nothing, or the browser keeps nothing for this page. */
export async function readStored(address: string): Promise<Blob | undefined> {
  try {
    const kept = await (await open()).match(address);
    return await kept?.blob();
  } catch {
    return undefined;
  }
}

/** Bytes of what was kept, without reading it; 0 where there is nothing. */
export async function storedSize(address: string): Promise<number> {
  try {
    const kept = await (await open()).match(address);
    return Number(kept?.headers.get(SIZE) ?? 0);
  } catch {
    return 0;
  }
}

/**
 * Makes room, if need be, by forgetting engines: those the network has, too.
 *
 * @throws SnapshotError where the browser keeps nothing for this page, or has no room
 */
export async function writeStored(address: string, container: Blob): Promise<void> {
  try {
    await put(address, container).catch(async (error) => {
      if (!isStorageFull(error) || !(await caches.delete(ENGINE_CACHE))) throw error;
      await put(address, container);
    });
  } catch (error) {
    const reason = isStorageFull(error) ? 'there is no room left for this site' : errorMessage(error);
    throw new SnapshotError(`The browser did not keep it: ${reason}.`, { cause: error });
  }
}

async function put(address: string, container: Blob): Promise<void> {
  await (await open()).put(address, new Response(container, { headers: { [SIZE]: String(container.size) } }));
}

export async function removeStored(address: string): Promise<void> {
  try {
    await (await open()).delete(address);
  } catch {
    // Nothing is kept, then.
  }
}

async function open(): Promise<Cache> {
  if (!('caches' in globalThis)) throw new Error('this page is not secure (https)');
  return caches.open(CACHE);
}
