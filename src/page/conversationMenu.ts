import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { type Action, act } from '../elements/events.ts';
import { sharedStyles } from '../elements/styles/shared.ts';
import { app } from '../language/en/app.ts';
import { find } from '../language/en/find.ts';
import { fill } from '../language/fill.ts';
import { appearance } from './appearance.ts';

/** The menu for the whole conversation. */
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
        max-height: calc(100dvh - 4rem);
        overflow: auto;
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

      @media (width < 24rem) {
        button {
          padding-inline: 0.375rem;
        }
      }

      [popover] button[aria-disabled] {
        background: none;
        color: var(--glove-ink-soft);
        cursor: default;
      }

      [popover] small {
        display: block;
        white-space: normal;
      }
    `,
  ];

  /** Whether the user has a conversation, which a demo may cover. */
  @property({ type: Boolean }) hasConversation = false;
  /** Whether a conversation is shown, the user's or a demo. */
  @property({ type: Boolean }) shown = false;
  /** Whether there is code in it. */
  @property({ type: Boolean }) hasCode = false;
  @property({ type: Number }) notes = 0;
  /** Why nothing can be saved, exported and opened now; empty if it can. */
  @property() obstacle = '';
  @query('[popover]') private readonly menu: HTMLElement | null | undefined;

  protected override render(): TemplateResult {
    return html`
      <button class="quiet" popovertarget="menu">${app.conversation}</button>
      <div id="menu" popover @beforetoggle=${this.place}>
        ${this.hasConversation ? this.renderItem(app.newConversation, 'new-conversation') : nothing}
        ${this.renderItem(app.scratchpad, 'open-scratchpad')}
        ${this.shown ? this.renderItem(find.title, 'find') : nothing}
        ${this.hasConversation ? this.renderItem(app.saveFile, 'save-file', this.obstacle) : nothing}
        ${this.shown ? this.renderShown() : nothing}
        ${this.renderItem(app.openFile, 'open-file', this.obstacle)}
        <hr />
        ${this.renderItem(this.notes > 0 ? fill(app.notesCount, { count: this.notes }) : app.notes, 'open-notes')}
        ${this.renderItem(app.statistics, 'open-statistics')}
        ${this.renderToggle(appearance.theme === 'dark' ? app.lightTheme : app.darkTheme, () => appearance.toggleTheme())}
        ${this.renderToggle(appearance.namesApiFields ? app.hideApiFields : app.showApiFields, () => appearance.toggleApiFields())}
        ${this.shown ? this.renderItem(app.allDemos, 'show-demos') : nothing}
      </div>
    `;
  }

  /** What can be made of the conversation that is shown. */
  private renderShown(): TemplateResult {
    return html`
      ${this.renderItem(app.share, 'share', this.hasCode ? '' : app.noCode)}
      ${this.renderItem(app.exportNotebook, 'export-notebook', this.obstacle)}
      ${this.renderItem(app.exportPage, 'export-page', this.obstacle)}
      ${this.renderItem(app.exportScript, 'export-script', this.obstacle)}
    `;
  }

  /** @param obstacle why it can't be chosen now, which can be read and heard */
  private renderItem(label: string, action: Action, obstacle = ''): TemplateResult {
    if (obstacle === '') return html`<button class="quiet" @click=${() => this.choose(action)}>${label}</button>`;
    return html`<button class="quiet" aria-disabled="true">${label}<small>${obstacle}</small></button>`;
  }

  private renderToggle(label: string, toggle: () => void): TemplateResult {
    const onClick = () => {
      this.menu?.hidePopover();
      toggle();
      this.requestUpdate();
    };
    return html`<button class="quiet" @click=${onClick}>${label}</button>`;
  }

  private choose(action: Action): void {
    this.menu?.hidePopover();
    act(this, action);
  }

  /** Places the menu below the button, aligned to its end, but inside the page. */
  private place(): void {
    // The settings have the theme, too.
    this.requestUpdate();
    const { bottom, left, right } = this.getBoundingClientRect();
    if (!this.menu) return;
    this.menu.style.top = `${bottom}px`;
    this.menu.style.left = this.matches(':dir(rtl)')
      ? `min(${left}px, 100vw - 17.5rem)`
      : `max(0.5rem, ${right}px - 17rem)`;
  }
}
