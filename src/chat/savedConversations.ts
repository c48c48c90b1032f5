import type { LiveConversation } from './live/liveConversation.ts';
import type { UserPython } from './python/userPython.ts';
import { Autosave } from './storage/autosave.ts';
import type { ConversationStore } from './storage/conversationStore.ts';

/** The session, as its saved conversations use it. */
interface SavedConversationsHost {
  readonly live: LiveConversation;
  readonly python: UserPython;
  /** Whether something is shown: a demo, or the user's conversation. */
  readonly shows: boolean;
  /** Shows the user's conversation. */
  goBack(): void;
  /** Begins a new conversation. */
  startNew(): void;
  /** Keeps code that the user runs next apart from the conversation. */
  useDemoPython(): void;
}

interface SavedConversationsOptions {
  host: SavedConversationsHost;
  store: ConversationStore | undefined;
  /** Leaves the open conversation, which stays among the saved ones. */
  leave: () => void;
  onChange: () => void;
}

/** Opens the user's saved conversations, each in one tab at a time. */
export class SavedConversations {
  /** Present if the session has a store. */
  readonly autosave: Autosave | undefined;
  readonly #options: SavedConversationsOptions;

  constructor(options: SavedConversationsOptions) {
    this.#options = options;
    const { store, onChange } = options;
    const onAsked = (id: string) => this.#saveBeforeLoss(id);
    this.autosave = store && new Autosave(store, { onChange, onAsked, onLost: (id) => this.#onLost(id) });
  }

  /** Whether another tab has the user's conversation. It is shown here as it was last, and not saved. */
  get isElsewhere(): boolean {
    const { savedId } = this.#options.host.live;
    return savedId !== undefined && (this.autosave?.open.isElsewhere(savedId) ?? false);
  }

  /** Whether it is a box of this page that has it. */
  get isOnThisPage(): boolean {
    const { savedId } = this.#options.host.live;
    return savedId !== undefined && (this.autosave?.open.isOnThisPage(savedId) ?? false);
  }

  /** Restores the conversation of the last visit, and shows it unless another is shown already. */
  async restore(): Promise<void> {
    const { host } = this.#options;
    const saved = await this.autosave?.readCurrent();
    if (!saved) return;
    if (host.live.current) return this.autosave?.close(saved.id);
    host.live.continueWith(saved.conversation, saved.id);
    if (!host.shows) host.goBack();
  }

  /** Shows a saved conversation in place of the open one. */
  async show(id: string): Promise<void> {
    const { host, leave } = this.#options;
    if (id === host.live.savedId) return host.goBack();
    const conversation = await this.autosave?.read(id);
    if (!conversation) return;
    leave();
    this.autosave?.store.setCurrent(id);
    host.live.continueWith(conversation, id);
    host.goBack();
  }

  /** Goes on here with the conversation that another tab has open, as it is there. If it was deleted there, as it is here. */
  async useHere(): Promise<void> {
    const { host, onChange } = this.#options;
    const { savedId } = host.live;
    if (savedId === undefined || !this.isElsewhere) return;
    const conversation = await this.autosave?.read(savedId, true);
    if (host.live.savedId !== savedId) return;
    if (conversation) host.live.continueWith(conversation, savedId);
    host.goBack();
    onChange();
  }

  /** Deletes a saved conversation with its variables and files. A tab that has it open shows it on, and does not save it any more. */
  async remove(id: string): Promise<void> {
    const { host, onChange } = this.#options;
    if (id === host.live.savedId) host.startNew();
    await this.autosave?.remove(id);
    onChange();
  }

  async #saveBeforeLoss(id: string): Promise<void> {
    const { live, python } = this.#options.host;
    if (id === live.savedId) {
      python.stop();
      live.save();
    }
    await this.autosave?.done;
  }

  #onLost(id: string): void {
    const { host } = this.#options;
    if (id === host.live.savedId) {
      host.python.stop();
      host.live.suspend();
      host.useDemoPython();
    }
    this.#options.onChange();
  }
}
