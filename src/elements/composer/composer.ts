import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Obstacle } from '../../chat/live/settings.ts';
import { readText, writeText } from '../../chat/storage/webStorage.ts';
import { composer } from '../../language/en/composer.ts';
import { fill } from '../../language/fill.ts';
import { AskEvent, act, type GloveDraftEvent } from '../events.ts';
import { loadMedia } from '../lazyElements.ts';
import { sharedStyles } from '../styles/shared.ts';
import { composerStyles } from './composerStyles.ts';

const PAPERCLIP = 'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5';

/** Says why a question is not sent, and names the button to the settings. */
const NOTICES = {
  'needs-key': { text: 'needsKey', button: 'enterKey' },
  'needs-server': { text: 'needsServer', button: 'chooseServer' },
  'demos-only': { text: 'demosOnly', button: 'changeSettings' },
} as const;

/** The field for questions. The text stays until the question has been asked. */
export class Composer extends LitElement {
  static override readonly styles = [sharedStyles, composerStyles];

  /** Whether an answer is running: then the button stops it. */
  @property({ type: Boolean }) running = false;
  /** The change of settings that is needed before a question can be asked. */
  @property() obstacle: Obstacle | undefined;
  /** The name under which this tab stores text that was typed and not asked, for a reload of the page. Without it, the text is lost. */
  @property({ attribute: 'draft-name' }) draftName: string | undefined;
  @state() private refused = false;
  @state() private files: readonly File[] = [];
  @query('textarea') private readonly textarea: HTMLTextAreaElement | null | undefined;

  readonly #storeDraft = () => {
    if (this.draftName !== undefined)
      writeText(() => sessionStorage, this.draftName, this.textarea?.value || undefined);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pagehide', this.#storeDraft);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pagehide', this.#storeDraft);
  }

  protected override firstUpdated(): void {
    if (!this.textarea || this.draftName === undefined) return;
    this.textarea.value = readText(() => sessionStorage, this.draftName) ?? '';
    writeText(() => sessionStorage, this.draftName, undefined);
  }

  override focus(options?: FocusOptions): void {
    this.textarea?.focus(options);
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status">${this.refused && this.obstacle ? this.renderNotice(this.obstacle) : nothing}</div>
      <form @submit=${this.submit}>
        ${this.files.length > 0 ? this.renderFiles() : nothing}
        <label class="attach" title=${composer.attach}>
          <input type="file" multiple aria-label=${composer.attach} @change=${this.attach} />
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${PAPERCLIP} /></svg>
        </label>
        <textarea
          rows="1"
          aria-label=${composer.question}
          placeholder=${composer.placeholder}
          aria-keyshortcuts=${this.draftName === undefined ? nothing : '/'}
          enterkeyhint="send"
          @keydown=${this.onKey}
        ></textarea>
        ${
          this.running
            ? html`<button type="button" @click=${() => act(this, 'stop')}>${composer.stop}</button>`
            : html`<button class="primary">${composer.ask}</button>`
        }
      </form>
    `;
  }

  private renderFiles(): TemplateResult {
    loadMedia();
    return html`
      <ul aria-label=${composer.attached}>
        ${this.files.map(
          (file) => html`
            <li>
              <glove-attachment .file=${file}>${file.name}</glove-attachment>
              <button type="button" class="quiet" aria-label=${fill(composer.remove, { name: file.name })} @click=${() => this.detach(file)}>
                ×
              </button>
            </li>
          `,
        )}
      </ul>
    `;
  }

  private renderNotice(obstacle: Obstacle): TemplateResult {
    const { text, button } = NOTICES[obstacle];
    return html`
      <div class="notice row">
        <p>${composer[text]}</p>
        <button class="primary" @click=${() => act(this, 'open-settings')}>${composer[button]}</button>
        <button @click=${this.showDemos}>${composer.seeDemos}</button>
      </div>
    `;
  }

  /** Attaches files to the next question. */
  attachFiles(files: readonly File[]): void {
    this.files = [...this.files, ...files];
    this.focus();
  }

  /** Whether the field has a question that was not sent because of the settings. */
  get isWaiting(): boolean {
    return this.refused && this.obstacle !== undefined && this.textarea?.value.trim() !== '';
  }

  /** Inserts a question that was asked before, in front of the typed text. */
  take(question: string, files: readonly File[]): void {
    const { textarea } = this;
    if (textarea) textarea.value = [question, textarea.value].filter((text) => text !== '').join('\n\n');
    this.files = files;
    this.focus();
  }

  /** Takes a question that an element suggests, behind the typed text, to be changed and asked. */
  takeDraft(event: GloveDraftEvent): void {
    const { textarea } = this;
    if (!textarea) return;
    event.preventDefault();
    if (event.question === '') return;
    textarea.value = [textarea.value, event.question].filter((text) => text !== '').join('\n\n');
    this.focus();
  }

  private attach({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    this.attachFiles([...(target.files ?? [])]);
    // Choosing the same file again has to fire an event again.
    target.value = '';
  }

  private detach(file: File): void {
    this.files = this.files.filter((other) => other !== file);
    this.focus();
  }

  private showDemos(): void {
    this.refused = false;
    act(this, 'show-demos');
  }

  private onKey(event: KeyboardEvent): void {
    // While an input method is composing, Enter confirms its candidate.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.ask();
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    this.ask();
  }

  /** Asks the typed question, if there is one and no answer is running. */
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
