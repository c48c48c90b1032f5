import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { TrayFile } from '../../chat/python/pythonFiles.ts';
import { act } from '../../elements/events.ts';
import { requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { session as words } from '../../language/en/session.ts';

/** What the tray shows of the session. */
export const TRAY_VIEWS = ['files', 'variables'] as const;
export type TrayView = (typeof TRAY_VIEWS)[number];

const ACTIONS = { files: 'toggle-files', variables: 'toggle-variables' } as const;

/** What Python's session holds: files, variables and packages. */
export class Tray extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      section {
        margin-bottom: 0.5rem;
        padding-block: 0.5rem;
        padding-inline: 0.875rem 0.375rem;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        background: var(--glove-raised);
      }

      /* On low screens, the page shows it as a sheet. */
      @media (height < 32rem) {
        section {
          --tray-list-height: none;
          height: 100%;
          margin: 0;
          padding: 0.75rem 1rem;
          overflow: auto;
          border: 0;
          border-radius: 0;
        }
      }

      header {
        gap: 0.25rem;
        margin-bottom: 0.25rem;
      }

      .tabs {
        display: flex;
        flex: 1;
        margin-inline-start: -0.5rem;
      }

      section:focus {
        outline: none;
      }

      button {
        min-height: 2rem;
        padding: 0 0.5rem;
        font-size: 0.8125rem;
      }

      [role='tab'] {
        border-radius: 0;
        border-bottom: 2px solid transparent;
        font-size: 0.9375rem;
      }

      [role='tab'][aria-selected='true'] {
        border-bottom-color: var(--glove-accent);
        color: var(--glove-ink);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) shown: TrayView = 'files';
  @property({ attribute: false }) files: readonly TrayFile[] = [];
  @property({ type: Boolean }) ready = false;
  /** Whether Python runs nothing. */
  @property({ type: Boolean }) idle = false;
  @query('input') private readonly input: HTMLInputElement | null | undefined;
  @query('[aria-selected="true"]') private readonly selectedTab: HTMLElement | null | undefined;
  @query('section') private readonly section: HTMLElement | null | undefined;

  override focus(options?: FocusOptions): void {
    this.section?.focus(options);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { activeElement } = this.renderRoot instanceof ShadowRoot ? this.renderRoot : document;
    if (changed.has('shown') && activeElement?.matches('[role="tab"]')) this.selectedTab?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <section
        aria-label=${words.pythonSession}
        tabindex="-1"
      >
        <header class="row">
          <div class="tabs" role="tablist" aria-label=${words.pythonSession} @keydown=${this.onKey}>
            ${TRAY_VIEWS.map((view) => this.renderTab(view))}
          </div>
          <input type="file" multiple hidden aria-label=${words.filesForPython} @change=${this.onPick} />
          ${this.shown === 'files' ? html`<button ?disabled=${!this.ready} @click=${() => this.input?.click()}>${words.addFiles}</button>` : nothing}
          <button class="quiet" @click=${() => act(this, ACTIONS[this.shown])}>${words.close}</button>
        </header>
        <div role="tabpanel" aria-label=${words[this.shown]}>${this.renderView()}</div>
      </section>
    `;
  }

  private renderTab(view: TrayView): TemplateResult {
    const isShown = view === this.shown;
    return html`
      <button
        class="quiet"
        role="tab"
        aria-selected=${isShown}
        tabindex=${isShown ? 0 : -1}
        @click=${() => this.choose(view)}
      >
        ${words[view]}
      </button>
    `;
  }

  private renderView(): TemplateResult {
    if (this.shown === 'files') {
      return html`<glove-file-list .files=${this.files} ?ready=${this.ready}></glove-file-list>`;
    }
    return html`<glove-variable-list ?ready=${this.ready} ?idle=${this.ready && this.idle}></glove-variable-list>`;
  }

  private choose(view: TrayView): void {
    if (view !== this.shown) act(this, ACTIONS[view]);
  }

  /** Arrow keys move between tabs. @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.choose(this.shown === 'files' ? 'variables' : 'files');
  }

  private onPick(): void {
    this.add([...(this.input?.files ?? [])]);
    // Choosing the same file again has to fire an event again.
    if (this.input) this.input.value = '';
  }

  private add(files: readonly File[]): void {
    if (files.length > 0) requestPython(this, { type: 'add-files', files });
  }
}
