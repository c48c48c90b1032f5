import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { type Action, ActionEvent } from '../elements/events.ts';
import { sharedStyles } from '../elements/styles/shared.ts';

/** What can be done with the conversation as a whole. */
export class ConversationMenu extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      [popover] {
        position: fixed;
        inset: auto;
        width: 17rem;
        max-width: calc(100vw - 1rem);
        margin: 0;
        padding: 0.375rem;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        background: var(--glove-raised);
        color: var(--glove-ink);
        box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 0.18);
      }

      [popover] button {
        display: block;
        width: 100%;
        min-height: 2.5rem;
        color: inherit;
        text-align: start;
      }

      hr {
        margin: 0.375rem 0.5rem;
        border: 0;
        border-top: 1px solid var(--glove-line);
      }

      [popover] button:disabled {
        background: none;
        color: var(--glove-ink-soft);
        opacity: 0.6;
        cursor: default;
      }
    `,
  ];

  /** Whether there is a conversation of the reader's own. */
  @property({ type: Boolean }) hasConversation = false;
  /** Whether a conversation is shown, of the reader's own or a demo. */
  @property({ type: Boolean }) shown = false;
  /** How many standing notes there are. */
  @property({ type: Number }) notes = 0;
  /** Whether there is a way from here to the demos. */
  @property({ type: Boolean }) hasDemos = false;
  /** Whether something is going on that has to end first. */
  @property({ type: Boolean }) busy = false;
  @query('[popover]') private readonly menu: HTMLElement | null | undefined;

  protected override render(): TemplateResult {
    return html`
      <button class="quiet" popovertarget="menu">Conversation</button>
      <div id="menu" popover @beforetoggle=${this.place}>
        ${this.renderItem('New conversation', 'new-conversation', !this.hasConversation)}
        ${this.renderItem('Save to a file', 'save-file', !this.hasConversation || this.busy)}
        ${this.renderItem('Export as a notebook (.ipynb)', 'export-notebook', !this.shown || this.busy)}
        ${this.renderItem('Export as Python (.py)', 'export-script', !this.shown || this.busy)}
        ${this.renderItem('Open a file', 'open-file', this.busy)}
        <hr />
        ${this.renderItem(this.notes > 0 ? `Standing notes (${this.notes})` : 'Standing notes', 'open-notes', false)}
        ${this.renderItem('Statistics', 'open-statistics', false)}
        ${this.hasDemos ? this.renderItem('All demos', 'show-demos', false) : nothing}
      </div>
    `;
  }

  private renderItem(label: string, action: Action, disabled: boolean): TemplateResult {
    return html`<button class="quiet" ?disabled=${disabled} @click=${() => this.choose(action)}>${label}</button>`;
  }

  private choose(action: Action): void {
    this.menu?.hidePopover();
    this.dispatchEvent(new ActionEvent(action));
  }

  /** Below the button, and ends where the button does, unless it would begin outside of the page. */
  private place(): void {
    const { bottom, right } = this.getBoundingClientRect();
    if (!this.menu) return;
    this.menu.style.top = `${bottom}px`;
    this.menu.style.left = `max(0.5rem, ${right}px - 17rem)`;
  }
}
