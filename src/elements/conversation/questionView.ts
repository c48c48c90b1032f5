import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Turn } from '../../chat/transcript.ts';
import { conversation } from '../../language/en/conversation.ts';
import { sharedStyles } from '../styles/shared.ts';
import { TurnEvent } from './turnEvent.ts';

/** A question of the user, which can be asked again in other words. */
export class QuestionView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: flex-end;
      }

      h2 {
        max-width: min(34rem, 92%);
        margin: 0 0 0.25rem;
        padding: 0.625rem 1rem;
        border-radius: calc(var(--glove-radius) * 1.6);
        border-end-end-radius: calc(var(--glove-radius) * 0.4);
        background: var(--glove-accent-wash);
        font-size: 1rem;
        font-weight: 500;
        line-height: 1.5;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      h2 [dir] {
        display: block;
      }

      form {
        width: min(34rem, 100%);
      }

      textarea {
        display: block;
        width: 100%;
        field-sizing: content;
        min-height: 4rem;
        max-height: 40vh;
        padding: 0.625rem 0.875rem;
        line-height: 1.5;
        resize: vertical;
        unicode-bidi: plaintext;
      }

      .buttons {
        justify-content: flex-end;
        margin-top: 0.5rem;
      }

      .edit {
        min-height: 1.75rem;
        padding: 0 0.5rem;
        font-size: 0.8125rem;
      }

      .remark {
        margin-top: 0.375rem;
      }

      @media print {
        :host {
          break-after: avoid;
        }
      }
    `,
  ];

  @property({ attribute: false }) turn: Turn | undefined;
  /** Whether the conversation is the user's own, so that it can be changed. */
  @property({ type: Boolean }) own = false;
  /** Whether this is the last turn: changing another one begins a copy of the conversation. */
  @property({ type: Boolean }) last = false;
  /** Whether something is running. */
  @property({ type: Boolean }) busy = false;
  @state() private editing = false;
  @query('textarea') private readonly field: HTMLTextAreaElement | null | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn) return nothing;
    if (this.editing) return this.renderForm(turn);
    return html`
      <h2><span class="visually-hidden">${conversation.questionAloud}</span><span dir="auto">${turn.question}</span></h2>
      ${this.own ? html`<button class="quiet edit" aria-label=${conversation.editQuestion} ?disabled=${this.busy} @click=${this.edit}>${conversation.edit}</button>` : nothing}
    `;
  }

  private renderForm({ question }: Turn): TemplateResult {
    return html`
      <form @submit=${this.ask} @keydown=${this.onKey}>
        <textarea aria-label=${conversation.question} .value=${question}></textarea>
        ${this.last ? nothing : html`<p class="remark">${conversation.inCopy}</p>`}
        <div class="buttons">
          <button type="button" @click=${this.cancel}>${conversation.cancel}</button>
          <button class="primary" ?disabled=${this.busy}>${conversation.askAgain}</button>
        </div>
      </form>
    `;
  }

  private async edit(): Promise<void> {
    this.editing = true;
    await this.updateComplete;
    this.field?.focus();
    this.field?.select();
  }

  private async cancel(): Promise<void> {
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.edit')?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.cancel();
    const isSent = event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target === this.field;
    if (isSent) this.ask(event);
  }

  private ask(event: Event): void {
    event.preventDefault();
    const question = this.field?.value.trim() ?? '';
    if (!this.turn || question === '' || this.busy) return;
    this.editing = false;
    this.dispatchEvent(new TurnEvent({ type: 'edit', turn: this.turn.id, question }));
  }
}
