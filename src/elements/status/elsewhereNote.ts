import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Session } from '../../chat/session.ts';
import { status } from '../../language/en/status.ts';
import { fill } from '../../language/fill.ts';
import { act } from '../events.ts';
import { noteStyles } from '../styles/note.ts';
import { sharedStyles } from '../styles/shared.ts';

/** Tells the user that another tab, or another box of this page, has the conversation, and offers to go on with it here. */
export class ElsewhereNote extends LitElement {
  static override readonly styles = [sharedStyles, noteStyles];

  @property({ attribute: false }) session: Session | undefined;
  /** Whether another tab has the conversation that is shown. */
  @property({ type: Boolean }) shown = false;
  /** Whether it is being opened here. */
  @property({ type: Boolean }) opening = false;

  protected override render(): TemplateResult {
    return html`<div role="status">${this.shown ? this.renderNote() : nothing}</div>`;
  }

  private renderNote(): TemplateResult {
    return html`
      <div class="note row">
        <p>${fill(this.session?.saved.isOnThisPage ? status.openOnThisPage : status.openElsewhere, { name: nameOf(this.session) })}</p>
        <span class="buttons">
          <button class="quiet" @click=${() => act(this, 'new-conversation')}>${status.newConversation}</button>
          <button class="primary" ?disabled=${this.opening} @click=${() => act(this, 'use-here')}>
            ${this.opening ? status.opening : status.useHere}
          </button>
        </span>
      </div>
    `;
  }
}

function nameOf(session: Session | undefined): string {
  const { notebook } = session?.conversation?.turns[0] ?? {};
  if (!notebook) return status.thisConversation;
  return notebook === 'scratchpad' ? status.theScratchpad : status.thisNotebook;
}
