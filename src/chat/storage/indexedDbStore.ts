import type { DBSchema, IDBPDatabase } from 'idb';
import { errorMessage, GloveboxError, isStorageFull } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { fill } from '../../language/fill.ts';
import { removeStoredSession, sessionKey, storedSize } from '../../sandbox/storage/browserStorage.ts';
import type { NameHolder } from '../../sandbox/storage/nameLock.ts';
import { loadPagePart } from '../errors/pageFileError.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { ConversationLock, ConversationStore, Summary } from './conversationStore.ts';
import { readText, writeText } from './webStorage.ts';

/** The browser did not store something. The message says why. */
class StorageError extends GloveboxError {
  override readonly name = 'StorageError';
}

interface Schema extends DBSchema {
  summaries: { key: string; value: Summary };
  /** Conversations as JSON. */
  records: { key: string; value: string };
}

const MAX_TITLE_LENGTH = 120;

/** Stores conversations in this browser. The code that reads and writes them is loaded on first use. */
export class IndexedDbStore implements ConversationStore {
  readonly #place: string;
  #opened: Promise<IDBPDatabase<Schema>> | undefined;

  /** @param place tells pages of one host apart */
  constructor(place: string) {
    this.#place = place;
  }

  /** Each tab has its own. A new tab begins with that of the tab that was used last. */
  async current(): Promise<string | undefined> {
    await this.#open();
    return readText(() => sessionStorage, this.#currentName) ?? readText(() => localStorage, this.#currentName);
  }

  /** If the browser stores nothing, the next visit begins with the welcome. The list still has the conversation. */
  setCurrent(id = ''): void {
    for (const storage of [() => sessionStorage, () => localStorage]) writeText(storage, this.#currentName, id);
  }

  pythonName(id: string): string {
    return `${this.#place} ${id}`;
  }

  async list(): Promise<Summary[]> {
    const summaries = await (await this.#open()).getAll('summaries');
    const sorted = summaries.toSorted((one, other) => other.changed - one.changed);
    return Promise.all(sorted.map(async (summary) => ({ ...summary, bytes: await this.#sizeOf(summary) })));
  }

  async open(id: string, holder: NameHolder, takeOver: boolean): Promise<ConversationLock | undefined> {
    const { NameLock } = await loadPagePart(() => import('../../sandbox/storage/nameLock.ts'));
    return NameLock.acquire(`glovebox-conversation ${this.#place} ${id}`, holder, { takeOver });
  }

  async has(id: string): Promise<boolean> {
    return (await (await this.#open()).getKey('records', id)) !== undefined;
  }

  async read(id: string): Promise<ConversationRecord | undefined> {
    const json = await (await this.#open()).get('records', id);
    if (json === undefined) return undefined;
    const { readRecord } = await import('./conversationRecord.ts');
    return readRecord(json);
  }

  async write(id: string, conversation: ConversationRecord): Promise<void> {
    const [{ writeRecord }, { summarise }] = await loadPagePart(() =>
      Promise.all([import('./conversationRecord.ts'), import('./summarise.ts')]),
    );
    const database = await this.#open();
    const json = await writeRecord(conversation);
    await orStorageError(async () => {
      const writing = database.transaction(['summaries', 'records'], 'readwrite');
      const before = await writing.objectStore('summaries').get(id);
      await Promise.all([
        writing
          .objectStore('summaries')
          .put({ ...summarise(id, conversation), bytes: json.length, ...(before && { title: before.title }) }),
        writing.objectStore('records').put(json, id),
        writing.done,
      ]);
    });
  }

  async rename(id: string, title: string): Promise<void> {
    const database = await this.#open();
    const summary = await database.get('summaries', id);
    if (!summary) return;
    await orStorageError(() => database.put('summaries', { ...summary, title: title.slice(0, MAX_TITLE_LENGTH) }));
  }

  async remove(id: string): Promise<void> {
    const database = await this.#open();
    const writing = database.transaction(['summaries', 'records'], 'readwrite');
    await Promise.all([
      writing.objectStore('summaries').delete(id),
      writing.objectStore('records').delete(id),
      writing.done,
      removeStoredSession(this.pythonName(id)),
    ]);
  }

  async #sizeOf({ id, bytes = 0 }: Summary): Promise<number> {
    return bytes + (await storedSize(sessionKey(this.pythonName(id))));
  }

  get #currentName(): string {
    return `glovebox-current ${this.#place}`;
  }

  /** After a failure, the next call tries again. */
  #open(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= this.#openDatabase().catch((error: unknown) => {
      this.#opened = undefined;
      throw new StorageError(fill(errors.notStoredBecause, { reason: errorMessage(error) }), { cause: error });
    });
    return this.#opened;
  }

  async #openDatabase(): Promise<IDBPDatabase<Schema>> {
    const { openDB } = await import('idb');
    const database = await openDB<Schema>(`glovebox ${this.#place}`, 1, {
      upgrade(created) {
        created.createObjectStore('summaries', { keyPath: 'id' });
        created.createObjectStore('records');
      },
      // A newer version in another tab must not wait for this one.
      blocking: () => {
        this.#opened = undefined;
        database.close();
      },
    });
    return database;
  }
}

/** @throws StorageError */
async function orStorageError(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = isStorageFull(error) ? errors.noSpace : errorMessage(error);
    throw new StorageError(fill(errors.notStoredBecause, { reason }), { cause: error });
  }
}
