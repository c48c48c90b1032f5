/** The browser's storage for snapshots, and for the data that belongs to them, from one visit to the next. */
import { errorMessage, isStorageFull, SnapshotError } from '../../errors.ts';
import { ENGINE_CACHE } from '../engine/engineCache.ts';

/** @see https://w3c.github.io/ServiceWorker/#cache-storage */
const CACHE = 'glovebox-snapshots';
/** The header that tells a file's size: a browser would read the whole file to tell. */
const SIZE = 'Glovebox-Size';
/** The header that tells when a file was stored, as `Date.prototype.toISOString` writes it. */
const STORED_AT = 'Glovebox-Stored-At';
const SESSION_PATH = '/glovebox-session';
const PART_PATH = '/glovebox-part';

/** A session that this browser has stored. */
export interface StoredSession {
  /** The name that {@link SandboxOptions.persist} gave it. */
  name: string;
  /** Bytes that it takes in the browser's storage. */
  size: number;
  /** The time of its last write. */
  storedAt: Date;
}

/**
 * The address of a baseline: one for each engine and each source of packages. Nothing is ever fetched from it, nor from the other
 * addresses here.
 */
export function baselineAddress(base: URL, sources: string): string {
  const address = new URL('glovebox-snapshot', base);
  address.searchParams.set('packages', sources);
  return address.href;
}

/** The address of a session that has a name. */
export function sessionAddress(name: string): string {
  const address = new URL(SESSION_PATH, document.baseURI);
  address.searchParams.set('name', name);
  return address.href;
}

/** The address of a file with a part of a session that has a name. */
export function partAddress(name: string, part: string): string {
  const address = new URL(PART_PATH, document.baseURI);
  address.search = new URLSearchParams({ name, part }).toString();
  return address.href;
}

/** Reads a stored file; `undefined` if there is none, or the browser stores nothing for this page. */
export async function readStored(address: string): Promise<Blob | undefined> {
  try {
    const kept = await (await open()).match(address);
    return await kept?.blob();
  } catch {
    return undefined;
  }
}

/** Gives the bytes of a stored file without reading it; 0 if there is none. */
export async function storedSize(address: string): Promise<number> {
  try {
    const kept = await (await open()).match(address);
    return Number(kept?.headers.get(SIZE) ?? 0);
  } catch {
    return 0;
  }
}

/** Lists the files in which the parts of a session are, by their identifiers; none if the browser stores nothing for this page. */
export async function listParts(name: string): Promise<string[]> {
  try {
    const requests = await (await open()).keys();
    const addresses = requests.map(({ url }) => new URL(url));
    const ofSession = addresses.filter(
      ({ pathname, searchParams }) => pathname === PART_PATH && searchParams.get('name') === name,
    );
    return ofSession.map(({ searchParams }) => searchParams.get('part') ?? '');
  } catch {
    return [];
  }
}

/** Removes a session, and then its parts: if that ends midway, nothing names what is left. */
export async function removeStoredSession(name: string): Promise<void> {
  await removeStored(sessionAddress(name));
  await removeParts(name, await listParts(name));
}

export async function removeParts(name: string, parts: readonly string[]): Promise<void> {
  await Promise.all(parts.map((part) => removeStored(partAddress(name, part))));
}

/** Lists the stored sessions, by name; none if the browser stores nothing for this page. */
export async function listStoredSessions(): Promise<StoredSession[]> {
  try {
    const cache = await open();
    const requests = (await cache.keys()).filter(({ url }) => new URL(url).pathname === SESSION_PATH);
    const sessions = await Promise.all(requests.map((request) => readStoredSession(cache, request)));
    return sessions.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

async function readStoredSession(cache: Cache, request: Request): Promise<StoredSession> {
  const headers = (await cache.match(request))?.headers;
  return {
    name: new URL(request.url).searchParams.get('name') ?? '',
    size: Number(headers?.get(SIZE) ?? 0),
    storedAt: new Date(headers?.get(STORED_AT) ?? 0),
  };
}

/**
 * Stores a file in the place of the one that is there, which stays if that fails.
 *
 * @param size bytes that the lists of what is stored name
 * @throws SnapshotError if the browser stores nothing for this page, or has no room
 */
export async function writeStored(address: string, file: Blob, size = file.size): Promise<void> {
  await makeRoom(file.size);
  try {
    await put(address, file, size).catch(async (error) => {
      if (!isStorageFull(error) || !(await caches.delete(ENGINE_CACHE))) throw error;
      await put(address, file, size);
    });
  } catch (error) {
    throw isStorageFull(error) ? noRoom(file.size, error) : notKept(errorMessage(error), error);
  }
}

/**
 * Asks the browser whether there is room: some write a large file for a long time before they refuse it. If there is none, cached engines are
 * removed: they can be downloaded again.
 *
 * @throws SnapshotError if there is no room for so many bytes
 */
export async function makeRoom(bytes: number): Promise<void> {
  if ((await freeSpace()) >= bytes) return;
  await caches.delete(ENGINE_CACHE);
  if ((await freeSpace()) < bytes) throw noRoom(bytes);
}

function noRoom(bytes: number, cause?: unknown): SnapshotError {
  return notKept(`there is no room left for this site; ${bytes} bytes are needed`, cause);
}

function notKept(reason: string, cause: unknown): SnapshotError {
  return new SnapshotError(`The browser did not keep it: ${reason}.`, { cause });
}

async function put(address: string, file: Blob, size: number): Promise<void> {
  const headers = { [SIZE]: String(size), [STORED_AT]: new Date().toISOString() };
  await (await open()).put(address, new Response(file, { headers }));
}

/** Bytes that this site may store besides what it has; `Infinity` if the browser does not tell. */
async function freeSpace(): Promise<number> {
  try {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    return quota - usage;
  } catch {
    return Infinity;
  }
}

export async function removeStored(address: string): Promise<void> {
  try {
    await (await open()).delete(address);
  } catch {
    // Nothing is stored, then.
  }
}

async function open(): Promise<Cache> {
  if (!('caches' in globalThis)) throw new Error('this page is not secure (https)');
  return caches.open(CACHE);
}
