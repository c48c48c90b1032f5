import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Session } from '../../chat/session.ts';
import type { Summary } from '../../chat/storage/conversationStore.ts';
import { type Excerpt, search } from '../../chat/storage/search.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { type Action, act, FindEvent } from '../../elements/events.ts';
import { errorMessage } from '../../errors.ts';
import { dialogs as words } from '../../language/en/dialogs.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import type { ConfirmDialog } from './confirmDialog.ts';
import { conversationListStyles } from './conversationListStyles.ts';
import { describeStorage } from './describeStorage.ts';
import { relativeTime } from './relativeTime.ts';

/** The saved conversations: open, search, rename, delete. */
export class ConversationList extends DialogElement {
  static override readonly styles = [...DialogElement.styles, conversationListStyles];

  @property({ attribute: false }) session: Session | undefined;
  @state() private saved: readonly Summary[] | undefined;
  @state() private query = '';
  @state() private renamed: string | undefined;
  @state() private problem = '';
  /** Bytes that this site stores in the browser. */
  @state() private size: number | undefined;
  @query('glove-confirm-dialog') private readonly confirm: ConfirmDialog | null | undefined;
  @query('form input') private readonly nameInput: HTMLInputElement | null | undefined;

  async open(): Promise<void> {
    this.query = '';
    this.renamed = undefined;
    this.dialog?.showModal();
    await this.list();
    // The last change may not be saved yet.
    await this.session?.autosave?.done;
    await this.list();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @click=${this.closeOutside}>
        <div class="drawer">
          <div class="top">
            <div class="title">
              <h2 id="title">${words.conversations}</h2>
              <button class="quiet" @click=${this.close}>${words.close}</button>
            </div>
            <input
              type="search"
              dir="auto"
              aria-label=${words.searchConversations}
              placeholder=${words.searchHint}
              autocomplete="off"
              .value=${this.query}
              @input=${this.seek}
            />
            <button @click=${() => this.leave('new-conversation')}>${words.newConversation}</button>
          </div>
          <div class="list">${this.renderList()}</div>
          <p class="foot">
            <span role="status" class="problem">${this.problem}</span>
            ${
              this.saved
                ? describeStorage(
                    this.saved.map(({ bytes = 0 }) => bytes),
                    this.size,
                  )
                : nothing
            }
          </p>
        </div>
      </dialog>
      <glove-confirm-dialog></glove-confirm-dialog>
    `;
  }

  private renderList(): TemplateResult | typeof nothing {
    if (!this.saved) return nothing;
    if (this.saved.length === 0) return html`<p class="empty">${words.noConversations}</p>`;
    const found = this.saved.flatMap((summary) => {
      const excerpt = search(`${summary.title}\n${summary.text}`, this.query);
      return this.query.trim() === '' || excerpt ? [{ summary, excerpt }] : [];
    });
    const announced = this.query.trim() === '' ? '' : describeFound(found.length);
    return html`
      <p class=${found.length === 0 ? 'empty' : 'visually-hidden'} role="status">${announced}</p>
      <ul>
        ${found.map(({ summary, excerpt }) => this.renderConversation(summary, excerpt))}
      </ul>
    `;
  }

  private renderConversation(summary: Summary, excerpt: Excerpt | undefined): TemplateResult {
    const isCurrent = summary.id === this.session?.live.savedId;
    return html`
      <li class=${isCurrent ? 'current' : ''}>
        ${summary.id === this.renamed ? this.renderRenaming(summary) : this.renderRow(summary, excerpt, isCurrent)}
      </li>
    `;
  }

  private renderRow(summary: Summary, excerpt: Excerpt | undefined, isCurrent: boolean) {
    const { id, title, changed, questions, cells } = summary;
    const count =
      questions === 0 && cells !== undefined ? fillPlural(words.cells, cells) : fillPlural(words.questions, questions);
    return html`
      <button class="open" dir="auto" aria-current=${isCurrent ? 'true' : nothing} @click=${() => this.show(summary)}>${title}</button>
      ${excerpt ? renderExcerpt(excerpt) : nothing}
      <div class="row">
        <span class="facts small">${count} · ${relativeTime(changed, Date.now())}</span>
        <button class="quiet" aria-label=${fill(words.renameNamed, { title })} @click=${() => this.startRenaming(id)}>${words.rename}</button>
        <button class="quiet" aria-label=${fill(words.deleteNamed, { title })} @click=${() => this.removeSaved(id, title)}>${words.delete}</button>
      </div>
    `;
  }

  private renderRenaming({ id, title }: Summary): TemplateResult {
    return html`
      <form @submit=${(event: SubmitEvent) => this.rename(event, id)} @keydown=${this.cancelRenaming}>
        <input dir="auto" aria-label=${words.title} .defaultValue=${title} maxlength="120" required autocomplete="off" />
        <div class="row">
          <button class="primary">${words.rename}</button>
          <button type="button" @click=${() => this.stopRenaming()}>${words.cancel}</button>
        </div>
      </form>
    `;
  }

  private async list(): Promise<void> {
    try {
      this.saved = (await this.session?.autosave?.store.list()) ?? [];
      this.problem = '';
    } catch (error) {
      this.problem = errorMessage(error);
    }
    this.size = (await navigator.storage?.estimate?.())?.usage;
  }

  private seek({ target }: InputEvent): void {
    if (target instanceof HTMLInputElement) this.query = target.value;
  }

  private async show({ id, text }: Summary): Promise<void> {
    await this.session?.saved.show(id);
    this.leave('show-conversation');
    // The words may be those of its title.
    const excerpt = search(text, this.query);
    if (excerpt) this.dispatchEvent(new FindEvent(excerpt.found));
  }

  private async startRenaming(id: string): Promise<void> {
    this.renamed = id;
    await this.updateComplete;
    this.nameInput?.select();
  }

  private async rename(event: SubmitEvent, id: string): Promise<void> {
    event.preventDefault();
    const title = this.nameInput?.value.trim() ?? '';
    if (title === '') return;
    try {
      await this.session?.autosave?.rename(id, title);
      await this.list();
    } catch (error) {
      this.problem = errorMessage(error);
    }
    await this.stopRenaming();
  }

  /** Escape cancels the renaming without closing the dialog. */
  private cancelRenaming(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.stopRenaming();
  }

  private async stopRenaming(): Promise<void> {
    const { renamed } = this;
    const index = (this.saved ?? []).findIndex(({ id }) => id === renamed);
    this.renamed = undefined;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('.open')[index]?.focus();
  }

  private async removeSaved(id: string, title: string): Promise<void> {
    const confirmed = await this.confirm?.ask({
      title: words.deleteQuestion,
      text: fill(words.deleteAbout, { title }),
      action: words.delete,
    });
    if (!confirmed) return;
    await this.session?.saved.remove(id);
    await this.list();
    this.renderRoot.querySelector<HTMLElement>('input[type="search"]')?.focus();
  }

  private leave(action: Action): void {
    this.close();
    act(this, action);
  }
}

function renderExcerpt({ before, found, after }: Excerpt): TemplateResult {
  return html`<p class="excerpt" dir="auto">${before}<mark>${found}</mark>${after}</p>`;
}

function describeFound(count: number): string {
  if (count === 0) return words.noneFound;
  return fillPlural(words.found, count);
}
