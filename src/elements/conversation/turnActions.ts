import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { answerMarkdown } from '../../chat/answerMarkdown.ts';
import type { Turn } from '../../chat/transcript.ts';
import { conversation } from '../../language/en/conversation.ts';
import { sharedStyles } from '../styles/shared.ts';
import { UserClipboard } from '../userClipboard.ts';
import { TurnEvent } from './turnEvent.ts';

/** What the user can do with an answer. */
export class TurnActions extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        /* Its first word begins where the text above it does. */
        margin-inline-start: -0.5rem;
      }

      button {
        min-height: 1.75rem;
        padding: 0 0.5rem;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) turn: Turn | undefined;
  /** Whether the conversation is the user's own, so that it can be changed. */
  @property({ type: Boolean }) own = false;
  /** Whether this is the last turn. */
  @property({ type: Boolean }) last = false;
  /** Whether something is running. */
  @property({ type: Boolean }) busy = false;
  readonly #clipboard = new UserClipboard(this);

  protected override render(): TemplateResult | typeof nothing {
    const { turn, own, busy } = this;
    if (!turn) return nothing;
    const wasCut = turn.finishReason === 'MAX_TOKENS';
    const change = (type: 'continue' | 'regenerate' | 'branch') => () =>
      this.dispatchEvent(new TurnEvent({ type, turn: turn.id }));
    return html`
      ${own && this.last && wasCut ? html`<button class="quiet" ?disabled=${busy} @click=${change('continue')}>${conversation.continue}</button>` : nothing}
      <button class="quiet" title=${conversation.copyAsMarkdown} @click=${this.copy}>
        ${this.#clipboard.copied ? conversation.copied : conversation.copyAnswer}
      </button>
      ${own && this.last ? html`<button class="quiet" ?disabled=${busy} @click=${change('regenerate')}>${conversation.regenerate}</button>` : nothing}
      ${own ? html`<button class="quiet" title=${conversation.branchHere} ?disabled=${busy} @click=${change('branch')}>${conversation.branch}</button>` : nothing}
      <span class="visually-hidden" role="status">${this.#clipboard.copied ? conversation.copied : ''}</span>
    `;
  }

  private async copy(): Promise<void> {
    if (!this.turn) return;
    await this.#clipboard.copy(answerMarkdown(this.turn));
  }
}
