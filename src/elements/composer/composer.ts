import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { readText, writeText } from '../../chat/storage/webStorage.ts';
import { ActionEvent, AskEvent } from '../events.ts';
import { loadMedia } from '../lazyElements.ts';
import { sharedStyles } from '../styles/shared.ts';

const PAPERCLIP = 'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5';

/** Why a question is not sent, and where that can be changed. */
const NOTICES = {
  'needs-key': {
    words: 'Your own questions go to the Gemini API, which needs a key. Your text stays here. The demos need none.',
    button: 'Enter a key',
  },
  'demos-only': {
    words: 'The settings say “Offline demos only”, so no question is sent. Your text stays here.',
    button: 'Change that',
  },
} as const;

/** Where a question is typed. The text stays until it has been taken. */
export class Composer extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-end;
        gap: 0.5rem;
        padding: 0.375rem;
        border: 1px solid var(--glove-line-strong);
        border-radius: calc(var(--glove-radius) * 1.4);
        background: var(--glove-raised);
      }

      form:focus-within {
        border-color: var(--glove-accent);
        box-shadow: 0 0 0 1px var(--glove-accent);
      }

      textarea {
        flex: 1 1 0;
        min-width: 0;
        min-height: 2.5rem;
        max-height: 30vh;
        padding: 0.5rem 0.25rem;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        line-height: 1.5;
        resize: none;
        field-sizing: content;
      }

      /* The whole form shows the focus. */
      textarea:focus-visible {
        outline: none;
      }

      textarea::placeholder {
        color: var(--glove-ink-soft);
        opacity: 1;
      }

      form button {
        min-width: 4.25rem;
        min-height: 2.5rem;
        border-radius: var(--glove-radius);
      }

      ul {
        display: flex;
        flex: 1 0 100%;
        flex-wrap: wrap;
        gap: 0.375rem;
        margin: 0;
        padding: 0.25rem;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        max-width: 100%;
        border-radius: calc(var(--glove-radius) * 0.8);
        background: var(--glove-accent-wash);
        font-size: 0.875rem;
        overflow: hidden;
      }

      li button {
        min-width: 2rem;
        min-height: 2rem;
        padding: 0;
      }

      .attach {
        display: grid;
        flex: none;
        width: 2.5rem;
        height: 2.5rem;
        place-items: center;
        border-radius: var(--glove-radius);
        color: var(--glove-ink-soft);
        cursor: pointer;
      }

      .attach:hover {
        color: var(--glove-accent);
      }

      .attach:focus-within {
        outline: 2px solid var(--glove-accent);
      }

      .attach input {
        position: absolute;
        width: 1px;
        height: 1px;
        opacity: 0;
      }

      .attach svg {
        width: 1.25rem;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.75;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.75rem;
        margin-bottom: 0.625rem;
        padding: 0.75rem 1rem;
        border-radius: var(--glove-radius);
        background: var(--glove-accent-wash);
        font-size: 0.9375rem;
      }

      .notice p {
        flex: 1 1 18rem;
        margin: 0;
      }
    `,
  ];

  /** Whether an answer is on its way: then the button stops it. */
  @property({ type: Boolean }) running = false;
  /** What has to be changed in the settings before a question can be asked. */
  @property() obstacle: 'needs-key' | 'demos-only' | undefined;
  /** The name under which this tab keeps what was typed and not asked while the page is loaded again; without it, it is gone then. */
  @property({ attribute: 'keep-as' }) keepAs: string | undefined;
  @state() private refused = false;
  @state() private files: readonly File[] = [];
  @query('textarea') private readonly textarea: HTMLTextAreaElement | null | undefined;

  readonly #keep = () => {
    if (this.keepAs !== undefined) writeText(() => sessionStorage, this.keepAs, this.textarea?.value || undefined);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pagehide', this.#keep);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pagehide', this.#keep);
  }

  protected override firstUpdated(): void {
    if (!this.textarea || this.keepAs === undefined) return;
    this.textarea.value = readText(() => sessionStorage, this.keepAs) ?? '';
    writeText(() => sessionStorage, this.keepAs, undefined);
  }

  override focus(options?: FocusOptions): void {
    this.textarea?.focus(options);
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status">${this.refused && this.obstacle ? this.renderNotice(this.obstacle) : nothing}</div>
      <form @submit=${this.submit}>
        ${this.files.length > 0 ? this.renderFiles() : nothing}
        <label class="attach" title="Attach files">
          <input type="file" multiple aria-label="Attach files" @change=${this.attach} />
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${PAPERCLIP} /></svg>
        </label>
        <textarea
          rows="1"
          aria-label="Your question"
          placeholder="Ask a question"
          aria-keyshortcuts=${this.keepAs === undefined ? nothing : '/'}
          enterkeyhint="send"
          @keydown=${this.onKey}
        ></textarea>
        ${
          this.running
            ? html`<button type="button" @click=${() => this.dispatchEvent(new ActionEvent('stop'))}>Stop</button>`
            : html`<button class="primary">Ask</button>`
        }
      </form>
    `;
  }

  private renderFiles(): TemplateResult {
    loadMedia();
    return html`
      <ul aria-label="Attached files">
        ${this.files.map(
          (file) => html`
            <li>
              <glove-attachment .file=${file}>${file.name}</glove-attachment>
              <button type="button" class="quiet" aria-label="Remove ${file.name}" @click=${() => this.detach(file)}>
                ×
              </button>
            </li>
          `,
        )}
      </ul>
    `;
  }

  private renderNotice(obstacle: 'needs-key' | 'demos-only'): TemplateResult {
    const { words, button } = NOTICES[obstacle];
    return html`
      <div class="notice">
        <p>${words}</p>
        <button class="primary" @click=${() => this.dispatchEvent(new ActionEvent('open-settings'))}>${button}</button>
        <button @click=${this.showDemos}>See the demos</button>
      </div>
    `;
  }

  /** Has files go along with the next question. */
  attachFiles(files: readonly File[]): void {
    this.files = [...this.files, ...files];
    this.focus();
  }

  /** Whether a question is here that was not sent because of the settings. */
  get isWaiting(): boolean {
    return this.refused && this.obstacle !== undefined && this.textarea?.value.trim() !== '';
  }

  /** Has a question that was asked before typed again, before what is typed already. */
  take(question: string, files: readonly File[]): void {
    const { textarea } = this;
    if (textarea) textarea.value = [question, textarea.value].filter((text) => text !== '').join('\n\n');
    this.files = files;
    this.focus();
  }

  private attach({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    this.attachFiles([...(target.files ?? [])]);
    // The same file may be chosen again after it was removed.
    target.value = '';
  }

  private detach(file: File): void {
    this.files = this.files.filter((other) => other !== file);
    this.focus();
  }

  private showDemos(): void {
    this.refused = false;
    this.dispatchEvent(new ActionEvent('show-demos'));
  }

  private onKey(event: KeyboardEvent): void {
    // A key that confirms a candidate of an input method is not meant for the form.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.ask();
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    this.ask();
  }

  /** Asks what is typed, unless nothing is or an answer is on its way. */
  ask(): void {
    const question = this.textarea?.value.trim() ?? '';
    if (question === '' || this.running) return;
    this.refused = this.obstacle !== undefined;
    const taken = this.dispatchEvent(new AskEvent(question, this.files));
    if (!taken || !this.textarea) return;
    this.textarea.value = '';
    this.files = [];
  }
}
