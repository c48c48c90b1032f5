/** The browser's storage for the engine, for snapshots, and for the data that belongs to them, from one visit to the next. */
import { createStore, promisifyRequest } from 'idb-keyval';
import { errorMessage, isStorageFull, SnapshotError } from '../../errors.ts';

/** Where a file is stored: what it is, what it is of, and which of those. */
export type StorageKey = readonly string[];

interface StoredFile {
  /** Bytes if the browser stores no {@link Blob} for this page. */
  file: Blob | ArrayBuffer;
  /** Bytes that the lists of what is stored name. */
  size: number;
  storedAt: Date;
}

/**
 * A database, and not the Cache API: that one gives a file of 130 MB after 0.4 seconds in Firefox and after more than one in WebKit, since it
 * reads the file meanwhile. A database gives the same file in some milliseconds.
 */
const store = createStore('glovebox-files', 'files');
const SESSION = 'session';
const PART = 'part';
const ENGINE = 'engine';

/** A session that this browser has stored. */
export interface StoredSession {
  /** The name that {@link SandboxOptions.persist} gave it. */
  name: string;
  /** Bytes that it takes in the browser's storage. */
  size: number;
  /** The time of its last write. */
  storedAt: Date;
}

/** The key of a baseline: one for each engine and each source of packages. */
export function baselineKey(base: URL, sources: string): StorageKey {
  return ['baseline', base.href, sources];
}

/** The key of an engine: one for each folder and each build. Without a build it begins those of all builds in the folder. */
export function engineKey(base: URL, ...build: string[]): StorageKey {
  return [ENGINE, base.href, ...build];
}

/** The key of a session that has a name. */
export function sessionKey(name: string): StorageKey {
  return [SESSION, name];
}

/** The key of a file with a part of a session that has a name. */
export function partKey(name: string, part: string): StorageKey {
  return [PART, name, part];
}

/** Reads a stored file; `undefined` if there is none, or the browser stores nothing for this page. */
export async function readStored(key: StorageKey): Promise<Blob | undefined> {
  const file = (await readEntry(key))?.file;
  return file instanceof ArrayBuffer ? new Blob([file]) : file;
}

/** Gives the bytes of a stored file without reading it; 0 if there is none. */
export async function storedSize(key: StorageKey): Promise<number> {
  return (await readEntry(key))?.size ?? 0;
}

/** Lists the files in which the parts of a session are, by their identifiers; none if the browser stores nothing for this page. */
export async function listParts(name: string): Promise<string[]> {
  const keys = await listKeys([PART, name]);
  return keys.map(([_kind, _name, part = '']) => part);
}

/** Removes a session, and then its parts: if that ends midway, nothing names what is left. */
export async function removeStoredSession(name: string): Promise<void> {
  await removeStored(sessionKey(name));
  await removeStored([PART, name]);
}

export async function removeParts(name: string, parts: readonly string[]): Promise<void> {
  await Promise.all(parts.map((part) => removeStored(partKey(name, part))));
}

/** Lists the stored sessions, by name; none if the browser stores nothing for this page. */
export async function listStoredSessions(): Promise<StoredSession[]> {
  const keys = await listKeys([SESSION]);
  const sessions = await Promise.all(
    keys.map(async (key) => {
      const { size = 0, storedAt = new Date(0) } = (await readEntry(key)) ?? {};
      return { name: key[1] ?? '', size, storedAt };
    }),
  );
  return sessions.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Stores a file in the place of the one that is there, which stays if that fails.
 *
 * @param size bytes that the lists of what is stored name
 * @throws SnapshotError if the browser stores nothing for this page, or has no room
 */
export async function writeStored(key: StorageKey, file: Blob, size = file.size): Promise<void> {
  await makeRoom(file.size);
  const entry = { file, size, storedAt: new Date() };
  try {
    await put(key, entry).catch(async (error) => {
      if (!isStorageFull(error)) throw error;
      await removeEngines();
      await put(key, entry);
    });
  } catch (error) {
    throw isStorageFull(error) ? noRoom(file.size, error) : notKept(errorMessage(error), error);
  }
}

/**
 * Asks the browser whether there is room: some write a large file for a long time before they refuse it. If there is none, stored engines are
 * removed: they can be downloaded again.
 *
 * @throws SnapshotError if there is no room for so many bytes
 */
export async function makeRoom(bytes: number): Promise<void> {
  if ((await freeSpace()) >= bytes) return;
  await removeEngines();
  if ((await freeSpace()) < bytes) throw noRoom(bytes);
}

function noRoom(bytes: number, cause?: unknown): SnapshotError {
  return notKept(`there is no room left for this site; ${bytes} bytes are needed`, cause);
}

function notKept(reason: string, cause: unknown): SnapshotError {
  return new SnapshotError(`The browser did not keep it: ${reason}.`, { cause });
}

async function put(key: StorageKey, entry: StoredFile & { file: Blob }): Promise<void> {
  try {
    await change((files) => files.put(entry, [...key]));
  } catch (error) {
    // WebKit stores no blobs in private windows, and has no other name for that.
    if (!(error instanceof DOMException) || error.name !== 'UnknownError') throw error;
    const file = await entry.file.arrayBuffer();
    await change((files) => files.put({ ...entry, file }, [...key]));
  }
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

/** Removes all files whose keys begin with this one. */
export async function removeStored(key: StorageKey): Promise<void> {
  try {
    await change((files) => files.delete(rangeOf(key)));
  } catch {
    // Nothing is stored, then.
  }
}

function removeEngines(): Promise<void> {
  return removeStored([ENGINE]);
}

async function readEntry(key: StorageKey): Promise<StoredFile | undefined> {
  try {
    return await look((files) => files.get([...key]));
  } catch {
    return undefined;
  }
}

async function listKeys(start: StorageKey): Promise<StorageKey[]> {
  try {
    return (await look((files) => files.getAllKeys(rangeOf(start)))) as string[][];
  } catch {
    return [];
  }
}

/** The keys that begin so: a list comes after all texts. @see https://w3c.github.io/IndexedDB/#key-construct */
function rangeOf(start: StorageKey): IDBKeyRange {
  return IDBKeyRange.bound([...start], [...start, []]);
}

async function look<Result>(ask: (files: IDBObjectStore) => IDBRequest<Result>): Promise<Result> {
  throwIfInsecure();
  return store('readonly', (files) => promisifyRequest(ask(files)));
}

/** Waits for the whole transaction: only then is the change made. The request says why it is refused, and not every browser's transaction. */
async function change(ask: (files: IDBObjectStore) => IDBRequest): Promise<void> {
  throwIfInsecure();
  await store('readwrite', (files) => Promise.all([promisifyRequest(ask(files)), promisifyRequest(files.transaction)]));
}

/** Pages without https have no locks, by which tabs take turns. */
function throwIfInsecure(): void {
  if (!globalThis.isSecureContext) throw new Error('this page is not secure (https)');
}
