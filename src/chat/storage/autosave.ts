import { Mutex } from '../../async/mutex.ts';
import { errorMessage } from '../../errors.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { PageFileError } from '../errors/pageFileError.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { ConversationStore } from './conversationStore.ts';
import { OpenConversations } from './openConversations.ts';

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

interface AutosaveListener {
  onChange: () => void;
  /** Saves a conversation before another tab takes it over. */
  onAsked: (id: string) => Promise<void>;
  /** Called when another tab has taken a conversation over: it is not saved here any more. */
  onLost: (id: string) => void;
}

/** Saves conversations and their Python, one write after the other, and reports failures. */
export class Autosave {
  readonly store: ConversationStore;
  readonly open: OpenConversations;
  readonly #onChange: () => void;
  readonly #writes = new Mutex();
  #waiting = 0;
  #problem: AutosaveProblem | undefined;

  constructor(store: ConversationStore, { onChange, ...listener }: AutosaveListener) {
    this.store = store;
    this.open = new OpenConversations({ store, ...listener });
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

  /** Opens the conversation that this tab had before it was reloaded. */
  async readCurrent(): Promise<{ id: string; conversation: ConversationRecord } | undefined> {
    const id = await this.#orReport(() => this.store.current());
    const conversation = id && (await this.read(id));
    return conversation ? { id, conversation } : undefined;
  }

  /**
   * Opens a conversation. If another tab has it, it can only be read.
   *
   * @param takeOver whether that tab has to give it up
   */
  async read(id: string, takeOver?: boolean): Promise<ConversationRecord | undefined> {
    await this.done;
    const conversation = await this.#orReport(async () => {
      // A tab that is about to save it for the first time must not find it open here.
      if (!(await this.store.has(id))) return undefined;
      await this.open.open(id, takeOver);
      return this.store.read(id);
    });
    if (!conversation) await this.close(id);
    return conversation;
  }

  /** Leaves a conversation to other tabs when it is saved. */
  close(id: string): Promise<void> {
    return this.#writes.run(() => this.open.close(id));
  }

  /** Saves a conversation, unless another tab has it. */
  save(id: string, conversation: ConversationRecord): void {
    this.store.setCurrent(id);
    this.#enqueue('conversation-not-saved', async () => {
      if (await this.open.has(id)) await this.store.write(id, conversation);
    });
  }

  savePython(id: string, sandbox: Promise<Sandbox>): void {
    this.#enqueue('python-not-saved', async () => {
      if (await this.open.has(id)) await (await sandbox).save();
    });
  }

  /** @throws StorageError if there is no room */
  async rename(id: string, title: string): Promise<void> {
    await this.#writes.run(() => this.store.rename(id, title));
    this.#onChange();
  }

  /** Deletes a conversation and its Python. Another tab that has it open gives it up first. */
  remove(id: string): Promise<void> {
    return this.#enqueue('conversation-not-saved', async () => {
      await this.open.open(id, true);
      await this.store.remove(id);
      await this.open.close(id);
    });
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
