import type { DBSchema, IDBPDatabase } from 'idb';
import { errorMessage, GloveboxError, isStorageFull } from '../../errors.ts';
import { removeStored, sessionAddress, storedSize } from '../../sandbox/storage/browserStorage.ts';
import { loadPagePart } from '../errors/pageFileError.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { ConversationStore, Summary } from './conversationStore.ts';

/** The browser did not keep something. The message says why. */
export class StorageError extends GloveboxError {
  override readonly name = 'NotKeptError';
}

interface Schema extends DBSchema {
  summaries: { key: string; value: Summary };
  /** Conversations as JSON. */
  records: { key: string; value: string };
}

/** Characters of a title. */
const MAX_TITLE_LENGTH = 120;

/** Keeps conversations in this browser. What it takes to read and write them is loaded when it is first needed. */
export class IndexedDbStore implements ConversationStore {
  readonly #place: string;
  #opened: Promise<IDBPDatabase<Schema>> | undefined;

  /** @param place tells pages of one host apart */
  constructor(place: string) {
    this.#place = place;
  }

  /** Each tab has its own; a new tab begins with the one of the tab that was used last. */
  async current(): Promise<string | undefined> {
    await this.#open();
    try {
      return sessionStorage.getItem(this.#currentName) ?? localStorage.getItem(this.#currentName) ?? undefined;
    } catch {
      return undefined;
    }
  }

  setCurrent(id = ''): void {
    try {
      sessionStorage.setItem(this.#currentName, id);
      localStorage.setItem(this.#currentName, id);
    } catch {
      // The next visit begins with the welcome; the list still has it.
    }
  }

  pythonName(id: string): string {
    return `${this.#place} ${id}`;
  }

  async list(): Promise<Summary[]> {
    const summaries = await (await this.#open()).getAll('summaries');
    const sorted = summaries.toSorted((one, other) => other.changed - one.changed);
    return Promise.all(sorted.map(async (summary) => ({ ...summary, bytes: await this.#sizeOf(summary) })));
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
    await orNotKept(async () => {
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
    await orNotKept(() => database.put('summaries', { ...summary, title: title.slice(0, MAX_TITLE_LENGTH) }));
  }

  async remove(id: string): Promise<void> {
    const database = await this.#open();
    const writing = database.transaction(['summaries', 'records'], 'readwrite');
    await Promise.all([
      writing.objectStore('summaries').delete(id),
      writing.objectStore('records').delete(id),
      writing.done,
      removeStored(sessionAddress(this.pythonName(id))),
    ]);
  }

  async #sizeOf({ id, bytes = 0 }: Summary): Promise<number> {
    return bytes + (await storedSize(sessionAddress(this.pythonName(id))));
  }

  get #currentName(): string {
    return `glovebox-current ${this.#place}`;
  }

  /** A browser that refuses may have another mind later. */
  #open(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= this.#openDatabase().catch((error: unknown) => {
      this.#opened = undefined;
      throw new StorageError(`The browser keeps nothing for this page: ${errorMessage(error)}.`, { cause: error });
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
      // Another tab wants a newer version: it must not wait for this one.
      blocking: () => {
        this.#opened = undefined;
        database.close();
      },
    });
    return database;
  }
}

/** @throws NotKeptError */
async function orNotKept(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = isStorageFull(error) ? 'there is no room left for this site' : errorMessage(error);
    throw new StorageError(`The browser did not keep it: ${reason}.`, { cause: error });
  }
}
