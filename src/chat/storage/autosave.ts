import { Mutex } from '../../async/mutex.ts';
import { errorMessage } from '../../errors.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { PageFileError } from '../errors/pageFileError.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { ConversationStore } from './conversationStore.ts';

/** Something that could not be saved or restored, and why. */
export interface AutosaveProblem {
  readonly type:
    | 'conversation-unreadable'
    | 'conversation-not-saved'
    | 'page-part-missing'
    | 'python-not-restored'
    | 'python-not-saved'
    | 'file-without-python'
    | 'limits-not-applied'
    | 'preferences-not-saved';
  readonly reason: string;
}

/** Saves conversations and their Python, one write after the other, and reports failures. */
export class Autosave {
  readonly store: ConversationStore;
  readonly #onChange: () => void;
  readonly #writes = new Mutex();
  #waiting = 0;
  #problem: AutosaveProblem | undefined;

  constructor(store: ConversationStore, onChange: () => void) {
    this.store = store;
    this.#onChange = onChange;
  }

  /** Whether no write is waiting or running. */
  get settled(): boolean {
    return this.#waiting === 0;
  }

  /** Resolves when the writes that were requested until now have ended. */
  get done(): Promise<void> {
    return this.#writes.run(async () => {});
  }

  /** The latest failure, until the same kind of write succeeds. */
  get problem(): AutosaveProblem | undefined {
    return this.#problem;
  }

  /** Shows a problem; `undefined` removes it. */
  report(problem: AutosaveProblem | undefined): void {
    this.#problem = problem;
    this.#onChange();
  }

  /** Reads the conversation that this tab had before it was reloaded. */
  async readCurrent(): Promise<{ id: string; conversation: ConversationRecord } | undefined> {
    return this.#orReport(async () => {
      const id = await this.store.current();
      const conversation = id && (await this.store.read(id));
      return conversation ? { id, conversation } : undefined;
    });
  }

  async read(id: string): Promise<ConversationRecord | undefined> {
    await this.done;
    return this.#orReport(() => this.store.read(id));
  }

  save(id: string, conversation: ConversationRecord): void {
    this.store.setCurrent(id);
    this.#enqueue('conversation-not-saved', () => this.store.write(id, conversation));
  }

  savePython(sandbox: Promise<Sandbox>): void {
    this.#enqueue('python-not-saved', async () => (await sandbox).save());
  }

  /** @throws StorageError if there is no room */
  async rename(id: string, title: string): Promise<void> {
    await this.#writes.run(() => this.store.rename(id, title));
    this.#onChange();
  }

  /** Deletes a conversation and its Python. */
  remove(id: string): Promise<void> {
    return this.#enqueue('conversation-not-saved', () => this.store.remove(id));
  }

  async #orReport<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      this.report({ type: 'conversation-unreadable', reason: errorMessage(error) });
      return undefined;
    }
  }

  /** @param type the problem if the write fails; if it succeeds, a problem of this type is over */
  #enqueue(type: AutosaveProblem['type'], write: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    return this.#writes.run(() => this.#attempt(type, write));
  }

  async #attempt(type: AutosaveProblem['type'], write: () => Promise<void>): Promise<void> {
    try {
      await write();
      if (this.#problem?.type === type || this.#problem?.type === 'page-part-missing') this.#problem = undefined;
    } catch (error) {
      this.#problem = {
        type: error instanceof PageFileError ? 'page-part-missing' : type,
        reason: errorMessage(error),
      };
    }
    this.#waiting -= 1;
    this.#onChange();
  }
}
