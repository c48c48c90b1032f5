import { errorMessage } from '../../errors.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { PageFileError } from '../errors/pageFileError.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { ConversationStore } from './conversationStore.ts';

/** What could not be kept, or not be brought back, and why. */
export interface AutosaveProblem {
  readonly type:
    | 'conversation-unreadable'
    | 'conversation-not-kept'
    | 'page-part-missing'
    | 'python-not-restored'
    | 'python-not-kept'
    | 'python-not-saved'
    | 'limits-not-applied'
    | 'preferences-not-kept';
  readonly reason: string;
}

/** Keeps conversations and their Python, one thing after the other, and says what went wrong. */
export class Autosave {
  readonly #shelf: ConversationStore;
  readonly #onChange: () => void;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #problem: AutosaveProblem | undefined;

  constructor(shelf: ConversationStore, onChange: () => void) {
    this.#shelf = shelf;
    this.#onChange = onChange;
  }

  /** Whether all is done that was asked for. */
  get settled(): boolean {
    return this.#waiting === 0;
  }

  /** Resolves when all is done that was asked for until now. */
  get done(): Promise<void> {
    return this.#queue;
  }

  /** What the reader has to know now. */
  get problem(): AutosaveProblem | undefined {
    return this.#problem;
  }

  tell(problem: AutosaveProblem | undefined): void {
    this.#problem = problem;
    this.#onChange();
  }

  /** The conversation that this tab had before it was reloaded. */
  async readCurrent(): Promise<{ id: string; conversation: ConversationRecord } | undefined> {
    return this.#orTell(async () => {
      const id = await this.#shelf.current();
      const conversation = id && (await this.#shelf.read(id));
      return conversation ? { id, conversation } : undefined;
    });
  }

  /** Reads a conversation as it was kept last. */
  async read(id: string): Promise<ConversationRecord | undefined> {
    await this.#queue;
    return this.#orTell(() => this.#shelf.read(id));
  }

  /** The one that the next visit begins with, if any. */
  setCurrent(id: string | undefined): void {
    this.#shelf.setCurrent(id);
  }

  keep(id: string, conversation: ConversationRecord): void {
    this.#shelf.setCurrent(id);
    this.#do('conversation-not-kept', () => this.#shelf.write(id, conversation));
  }

  keepPython(sandbox: Promise<Sandbox>): void {
    this.#do('python-not-kept', async () => (await sandbox).save());
  }

  /** Forgets a conversation and its Python. */
  remove(id: string): Promise<void> {
    this.#do('conversation-not-kept', () => this.#shelf.remove(id));
    return this.#queue;
  }

  async #orTell<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      this.tell({ type: 'conversation-unreadable', reason: errorMessage(error) });
      return undefined;
    }
  }

  /** Does something that may fail with a problem; where it succeeds, the problem is over. */
  #do(type: AutosaveProblem['type'], work: () => Promise<void>): void {
    this.#waiting += 1;
    this.#queue = this.#queue
      .then(work)
      .then(
        () => {
          if (this.#problem?.type === type || this.#problem?.type === 'page-part-missing') this.#problem = undefined;
        },
        (error: unknown) => {
          this.#problem = {
            type: error instanceof PageFileError ? 'page-part-missing' : type,
            reason: errorMessage(error),
          };
        },
      )
      .then(() => {
        this.#waiting -= 1;
        this.#onChange();
      });
  }
}
