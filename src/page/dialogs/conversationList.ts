import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Session } from '../../chat/session.ts';
import type { Summary } from '../../chat/storage/conversationStore.ts';
import { type Excerpt, search } from '../../chat/storage/search.ts';
import { type Action, ActionEvent } from '../../elements/events.ts';
import { dialogStyles } from '../../elements/styles/dialogStyles.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { errorMessage } from '../../errors.ts';
import type { ConfirmDialog } from './confirmDialog.ts';
import { conversationListStyles } from './conversationListStyles.ts';
import { describeStorage } from './describeStorage.ts';
import { relativeTime } from './relativeTime.ts';

/** The conversations that this browser keeps: to open, search, rename and delete. */
export class ConversationList extends LitElement {
  static override readonly styles = [sharedStyles, dialogStyles, conversationListStyles];

  @property({ attribute: false }) session: Session | undefined;
  @state() private kept: readonly Summary[] | undefined;
  @state() private sought = '';
  @state() private renamed: string | undefined;
  @state() private problem = '';
  /** Bytes that the browser keeps for this site. */
  @state() private size: number | undefined;
  @query('dialog') private readonly dialog: HTMLDialogElement | null | undefined;
  @query('glove-confirm-dialog') private readonly confirm: ConfirmDialog | null | undefined;
  @query('form input') private readonly nameInput: HTMLInputElement | null | undefined;

  async open(): Promise<void> {
    this.sought = '';
    this.renamed = undefined;
    this.dialog?.showModal();
    await this.list();
    // What has just been said may still be on its way.
    await this.session?.whenKept();
    await this.list();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @click=${this.closeOutside}>
        <div class="drawer">
          <div class="top">
            <div class="title">
              <h2 id="title">Conversations</h2>
              <button class="quiet" @click=${this.close}>Close</button>
            </div>
            <input
              type="search"
              aria-label="Search conversations"
              placeholder="Search questions, answers, code"
              autocomplete="off"
              .value=${this.sought}
              @input=${this.seek}
            />
            <button @click=${() => this.leave('start-anew')}>New conversation</button>
          </div>
          <div class="list">${this.renderList()}</div>
          <p class="foot">
            <span role="status" class="problem">${this.problem}</span>
            ${
              this.kept
                ? describeStorage(
                    this.kept.map(({ bytes = 0 }) => bytes),
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
    if (!this.kept) return nothing;
    if (this.kept.length === 0)
      return html`<p class="empty">None yet. What you ask with a key is kept here until you delete it.</p>`;
    const found = this.kept.flatMap((summary) => {
      const excerpt = search(`${summary.title}\n${summary.text}`, this.sought);
      return this.sought.trim() === '' || excerpt ? [{ summary, excerpt }] : [];
    });
    const words = this.sought.trim() === '' ? '' : describeFound(found.length);
    return html`
      <p class=${found.length === 0 ? 'empty' : 'visually-hidden'} role="status">${words}</p>
      <ul>
        ${found.map(({ summary, excerpt }) => this.renderConversation(summary, excerpt))}
      </ul>
    `;
  }

  private renderConversation(summary: Summary, excerpt: Excerpt | undefined): TemplateResult {
    const isCurrent = summary.id === this.session?.keptId;
    return html`
      <li class=${isCurrent ? 'current' : ''}>
        ${summary.id === this.renamed ? this.renderRenaming(summary) : this.renderRow(summary, excerpt, isCurrent)}
      </li>
    `;
  }

  private renderRow({ id, title, changed, questions }: Summary, excerpt: Excerpt | undefined, isCurrent: boolean) {
    const count = questions === 1 ? '1 question' : `${questions} questions`;
    return html`
      <button class="open" aria-current=${isCurrent ? 'true' : nothing} @click=${() => this.show(id)}>${title}</button>
      ${excerpt ? renderExcerpt(excerpt) : nothing}
      <div class="row">
        <span class="facts">${count} · ${relativeTime(changed, Date.now())}</span>
        <button class="quiet" aria-label="Rename: ${title}" @click=${() => this.startRenaming(id)}>Rename</button>
        <button class="quiet" aria-label="Delete: ${title}" @click=${() => this.removeKept(id, title)}>Delete</button>
      </div>
    `;
  }

  private renderRenaming({ id, title }: Summary): TemplateResult {
    return html`
      <form @submit=${(event: SubmitEvent) => this.rename(event, id)} @keydown=${this.cancelRenaming}>
        <input aria-label="Title" .defaultValue=${title} maxlength="120" required autocomplete="off" />
        <div class="row">
          <button class="primary">Rename</button>
          <button type="button" @click=${() => this.stopRenaming()}>Cancel</button>
        </div>
      </form>
    `;
  }

  private async list(): Promise<void> {
    try {
      this.kept = (await this.session?.listKept()) ?? [];
      this.problem = '';
    } catch (error) {
      this.problem = errorMessage(error);
    }
    this.size = (await navigator.storage?.estimate?.())?.usage;
  }

  private seek({ target }: InputEvent): void {
    if (target instanceof HTMLInputElement) this.sought = target.value;
  }

  private async show(id: string): Promise<void> {
    await this.session?.showKept(id);
    this.leave('show-conversation');
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
      await this.session?.renameKept(id, title);
      await this.list();
    } catch (error) {
      this.problem = errorMessage(error);
    }
    await this.stopRenaming();
  }

  /** Escape ends the renaming, and not the dialog. */
  private cancelRenaming(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.stopRenaming();
  }

  private async stopRenaming(): Promise<void> {
    const { renamed } = this;
    const index = (this.kept ?? []).findIndex(({ id }) => id === renamed);
    this.renamed = undefined;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('.open')[index]?.focus();
  }

  private async removeKept(id: string, title: string): Promise<void> {
    const confirmed = await this.confirm?.ask({
      title: 'Delete this conversation?',
      text: `“${title}” is then gone from this browser, with its variables and files. To have it again, save it to a file first.`,
      action: 'Delete',
    });
    if (!confirmed) return;
    await this.session?.removeKept(id);
    await this.list();
    this.renderRoot.querySelector<HTMLElement>('input[type="search"]')?.focus();
  }

  private leave(action: Action): void {
    this.close();
    this.dispatchEvent(new ActionEvent(action));
  }

  private close(): void {
    this.dialog?.close();
  }

  private closeOutside(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}

function renderExcerpt({ before, found, after }: Excerpt): TemplateResult {
  return html`<p class="excerpt">${before}<mark>${found}</mark>${after}</p>`;
}

function describeFound(count: number): string {
  if (count === 0) return 'No conversation has all these words.';
  return count === 1 ? '1 conversation found' : `${count} conversations found`;
}
