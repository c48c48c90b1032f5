import 'fake-indexeddb/auto';
import { clear, createStore } from 'idb-keyval';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  engineKey,
  listParts,
  listStoredSessions,
  partKey,
  readStored,
  removeStored,
  removeStoredSession,
  sessionKey,
  writeStored,
} from '../../../../src/sandbox/storage/browserStorage.ts';

const FOLDER = new URL('https://example.org/pyodide/');

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  return async () => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    await clear(createStore('glovebox-files', 'files'));
  };
});

async function textOf(...key: string[]): Promise<string | undefined> {
  return (await readStored(key))?.text();
}

it('what is stored is read again, and is replaced as a whole', async () => {
  await writeStored(['baseline', 'one'], new Blob(['first']));
  await writeStored(['baseline', 'one'], new Blob(['second']));
  expect(await textOf('baseline', 'one')).toBe('second');
  expect(await textOf('baseline', 'two')).toBeUndefined();
});

it('sessions whose names begin alike are listed and removed apart from each other', async () => {
  for (const name of ['a', 'ab', 'a b']) {
    await writeStored(sessionKey(name), new Blob([name]), 7);
    await writeStored(partKey(name, `part of ${name}`), new Blob(['part']));
  }
  expect((await listStoredSessions()).map(({ name, size }) => [name, size])).toEqual([
    ['a', 7],
    ['a b', 7],
    ['ab', 7],
  ]);
  await removeStoredSession('a');
  expect((await listStoredSessions()).map(({ name }) => name)).toEqual(['a b', 'ab']);
  expect(await listParts('a')).toEqual([]);
  expect(await listParts('ab')).toEqual(['part of ab']);
});

it('an engine is removed from its folder whatever its build is, and from no other folder', async () => {
  const other = new URL('https://example.org/pyodide/other/');
  await writeStored(engineKey(FOLDER, 'old'), new Blob(['engine']));
  await writeStored(engineKey(other, 'old'), new Blob(['other engine']));
  await removeStored(engineKey(FOLDER));
  expect(await readStored(engineKey(FOLDER, 'old'))).toBeUndefined();
  expect(await (await readStored(engineKey(other, 'old')))?.text()).toBe('other engine');
});

describe('a browser that stores no blobs for this page', () => {
  it('stores their bytes', async () => {
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (value.file instanceof Blob) throw new DOMException('Error preparing Blob', 'UnknownError');
      return put.call(this, value, key);
    });
    await writeStored(sessionKey('private'), new Blob(['bytes']));
    expect(await textOf('session', 'private')).toBe('bytes');
  });
});

describe('a browser without room', () => {
  const full = () => {
    throw new DOMException('Quota exceeded.', 'QuotaExceededError');
  };

  it('gives up stored engines for a session', async () => {
    await writeStored(engineKey(FOLDER, 'build'), new Blob(['engine']));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(full);
    await writeStored(sessionKey('large'), new Blob(['session']));
    expect(await textOf('session', 'large')).toBe('session');
    expect(await readStored(engineKey(FOLDER, 'build'))).toBeUndefined();
  });

  it('keeps the file that was there if that is not enough, and says how many bytes are needed', async () => {
    await writeStored(sessionKey('large'), new Blob(['before']));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
    const refused = writeStored(sessionKey('large'), new Blob(['afterwards']));
    await expect(refused).rejects.toThrow('there is no room left for this site; 10 bytes are needed');
    expect(await textOf('session', 'large')).toBe('before');
  });
});

describe('a page without https', () => {
  it('is told that nothing is stored, and finds nothing', async () => {
    vi.stubGlobal('isSecureContext', false);
    await expect(writeStored(sessionKey('plain'), new Blob(['x']))).rejects.toThrow('this page is not secure (https)');
    expect(await listStoredSessions()).toEqual([]);
    expect(await readStored(sessionKey('plain'))).toBeUndefined();
  });
});
