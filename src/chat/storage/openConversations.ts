import type { ConversationLock, ConversationStore } from './conversationStore.ts';

interface OpenConversationsOptions {
  store: ConversationStore;
  /** Saves a conversation before another tab takes it over. */
  onAsked: (id: string) => Promise<void>;
  /** Called when another tab has taken a conversation over. */
  onLost: (id: string) => void;
}

/** Who on this page has a conversation, or is opening it: there may be several boxes. */
interface Claim {
  readonly owner: OpenConversations;
  readonly opening: Promise<ConversationLock | undefined>;
}

/** By the name of the conversation's Python, which is unique on the site. */
const onThisPage = new Map<string, Claim>();

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

  /** Whether whoever has it is on this page, too. */
  isOnThisPage(id: string): boolean {
    return this.#claimOfOther(id) !== undefined;
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
    // At once: whoever has to give it up says to whom.
    if (takeOver || !this.#claimOfOther(id)) this.#claim(id, opening);
    const lock = await opening.catch((error: unknown) => {
      this.#leave(id);
      throw error;
    });
    if (lock) {
      this.#claim(id, opening);
      this.#elsewhere.delete(id);
      return;
    }
    // Another box that asked at the same time may have it, or not.
    await this.#claimOfOther(id)?.opening.catch(() => {});
    this.#lose(id);
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
    this.#leave(id);
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
    this.#leave(id);
    this.#elsewhere.add(id);
  }

  #leave(id: string): void {
    this.#locks.delete(id);
    const name = this.#nameOf(id);
    if (onThisPage.get(name)?.owner === this) onThisPage.delete(name);
  }

  #claim(id: string, opening: Claim['opening']): void {
    onThisPage.set(this.#nameOf(id), { owner: this, opening });
  }

  #claimOfOther(id: string): Claim | undefined {
    const claim = onThisPage.get(this.#nameOf(id));
    return claim?.owner === this ? undefined : claim;
  }

  #nameOf(id: string): string {
    return this.#options.store.pythonName(id);
  }
}
