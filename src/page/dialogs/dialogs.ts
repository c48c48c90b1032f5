import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { loadPagePart } from '../../chat/errors/pageFileError.ts';
import type { Session } from '../../chat/session.ts';
import { ChangeController } from '../../elements/changeController.ts';

interface Dialog extends LitElement {
  open(): void | Promise<void>;
}

/** Each dialog is loaded when it is first opened. */
const DIALOGS = {
  settings: { tag: 'glove-settings-dialog', load: async () => (await import('./settingsDialog.ts')).SettingsDialog },
  notes: { tag: 'glove-notes-dialog', load: async () => (await import('./notesDialog.ts')).NotesDialog },
  conversations: {
    tag: 'glove-conversation-list',
    load: async () => (await import('./conversationList.ts')).ConversationList,
  },
  share: { tag: 'glove-share-dialog', load: async () => (await import('./shareDialog.ts')).ShareDialog },
  statistics: {
    tag: 'glove-statistics-dialog',
    load: async () => (await import('./statisticsDialog.ts')).StatisticsDialog,
  },
} as const;

export type DialogName = keyof typeof DIALOGS;

/** The dialogs that the user opens. */
export class Dialogs extends LitElement {
  @property({ attribute: false }) session: Session | undefined;
  /** Whether saving the settings also asks the question. */
  @property({ type: Boolean }) asks = false;

  readonly #watch = new ChangeController(this);

  /** @throws PageFileError if the dialog cannot be loaded */
  async open(name: DialogName): Promise<void> {
    const { tag, load } = DIALOGS[name];
    if (!customElements.get(tag)) {
      const dialog = await loadPagePart<CustomElementConstructor>(load);
      if (!customElements.get(tag)) customElements.define(tag, dialog);
    }
    const dialog = this.renderRoot.querySelector<Dialog>(tag);
    await dialog?.updateComplete;
    await dialog?.open();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session')) this.#watch.watch(this.session);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (!session) return nothing;
    return html`
      <glove-settings-dialog .settings=${session.settings} ?asks=${this.asks} ?busy=${isBusy(session)}></glove-settings-dialog>
      <glove-notes-dialog .notes=${session.notes}></glove-notes-dialog>
      <glove-conversation-list .session=${session}></glove-conversation-list>
      <glove-share-dialog .session=${session}></glove-share-dialog>
      <glove-statistics-dialog .session=${session}></glove-statistics-dialog>
    `;
  }
}

function isBusy({ running, python }: Session): boolean {
  return running || python.running || python.agents.running;
}
