import type { ConversationLock, ConversationStore } from './conversationStore.ts';

interface OpenConversationsOptions {
  store: ConversationStore;
  /** Saves a conversation before another tab takes it over. */
  onAsked: (id: string) => Promise<void>;
  /** Called when another tab has taken a conversation over. */
  onLost: (id: string) => void;
}

/** The conversations that this tab has open. Each is open in one tab at a time, which alone saves it. */
export class OpenConversations {
  readonly #options: OpenConversationsOptions;
  readonly #locks = new Map<string, Promise<ConversationLock | undefined>>();
  readonly #elsewhere = new Set<string>();

  constructor(options: OpenConversationsOptions) {
    this.#options = options;
  }

  /** Whether another tab has it, as far as this tab has heard. */
  isElsewhere(id: string): boolean {
    return this.#elsewhere.has(id);
  }

  /**
   * Opens a conversation here, unless another tab has it.
   *
   * @param takeOver whether that tab has to give it up
   */
  async open(id: string, takeOver = false): Promise<void> {
    if (this.#locks.has(id)) return;
    const opening = this.#lock(id, takeOver);
    this.#locks.set(id, opening);
    const lock = await opening.catch((error: unknown) => {
      this.#locks.delete(id);
      throw error;
    });
    if (lock) this.#elsewhere.delete(id);
    else this.#lose(id);
  }

  /** Whether this tab may save it. A conversation that is new is opened first. */
  async has(id: string): Promise<boolean> {
    if (this.isElsewhere(id)) return false;
    await this.open(id);
    const lock = await this.#locks.get(id);
    return (await lock?.isHeld()) ?? false;
  }

  /** Leaves a conversation to other tabs. */
  async close(id: string): Promise<void> {
    const lock = await this.#locks.get(id);
    this.#locks.delete(id);
    this.#elsewhere.delete(id);
    await lock?.release(async () => {});
  }

  #lock(id: string, takeOver: boolean): Promise<ConversationLock | undefined> {
    const { store, onAsked, onLost } = this.#options;
    const onLostHere = () => {
      this.#lose(id);
      onLost(id);
    };
    return store.open(id, { onAsked: () => onAsked(id), onLost: onLostHere }, takeOver);
  }

  #lose(id: string): void {
    this.#locks.delete(id);
    this.#elsewhere.add(id);
  }
}
