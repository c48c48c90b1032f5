import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { SettingsEvent } from '../events.ts';
import { DEFAULT_MODEL, type LiveSettings, NO_SETTINGS } from '../settings.ts';
import { base } from './base.ts';

/** Models that write and run code; any other can be typed. */
const MODELS = [DEFAULT_MODEL, 'gemini-2.5-pro', 'gemini-3-flash-preview', 'gemini-3-pro-preview'];

/** How to reach the real API. */
export class SettingsDialog extends LitElement {
  static override readonly styles = [
    base,
    css`
      dialog {
        width: min(30rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
        border: 1px solid var(--glove-line);
        border-radius: 1rem;
        background: var(--glove-raised);
        color: var(--glove-ink);
        box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.25);
      }

      dialog::backdrop {
        background: rgb(10 20 24 / 0.45);
      }

      form {
        padding: 1.5rem;
      }

      h2 {
        margin: 0 0 0.25rem;
        font-size: 1.25rem;
      }

      p {
        margin: 0;
        color: var(--glove-ink-soft);
        font-size: 0.9375rem;
      }

      label {
        display: block;
        margin-top: 1.125rem;
        font-size: 0.9375rem;
        font-weight: 600;
      }

      label small {
        color: var(--glove-ink-soft);
        font-size: 0.875rem;
        font-weight: 400;
      }

      input {
        display: block;
        width: 100%;
        min-height: 2.5rem;
        margin-top: 0.25rem;
        padding: 0 0.75rem;
        border: 1px solid var(--glove-line-strong);
        border-radius: 0.5rem;
        background: var(--glove-paper);
        color: inherit;
        font: 0.9375rem var(--glove-sans);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 1.5rem;
      }

      .forget {
        margin-left: auto;
      }
    `,
  ];

  @property({ attribute: false }) settings: LiveSettings = NO_SETTINGS;
  @query('dialog') private readonly dialog: HTMLDialogElement | null | undefined;
  @query('form') private readonly form: HTMLFormElement | null | undefined;

  open(): void {
    this.form?.reset();
    this.dialog?.showModal();
  }

  protected override render(): TemplateResult {
    const { apiKey, model, baseUrl } = this.settings;
    return html`
      <dialog aria-labelledby="title" aria-describedby="about" @click=${this.closeOutside}>
        <form @submit=${this.save}>
          <h2 id="title">Settings</h2>
          <p id="about">
            With a key, your questions go to the Gemini API. It stays in this page’s memory: it is never stored, and gone
            when you reload or close the tab.
          </p>
          <label>
            API key
            <input name="apiKey" type="password" .defaultValue=${apiKey} autocomplete="off" spellcheck="false" autofocus />
          </label>
          <label>
            Model
            <input name="model" .defaultValue=${model} list="models" required autocomplete="off" spellcheck="false" />
          </label>
          <datalist id="models">${MODELS.map((name) => html`<option value=${name}></option>`)}</datalist>
          <label>
            Address of a proxy <small>(optional; empty for Google’s own)</small>
            <input name="baseUrl" type="url" .defaultValue=${baseUrl} placeholder="https://" autocomplete="off" />
          </label>
          <div class="buttons">
            <button class="primary">Save</button>
            <button type="button" @click=${this.close}>Cancel</button>
            <button type="button" class="quiet forget" ?hidden=${apiKey === ''} @click=${this.forget}>Forget the key</button>
          </div>
        </form>
      </dialog>
    `;
  }

  private save(event: SubmitEvent): void {
    event.preventDefault();
    if (!this.form) return;
    const data = new FormData(this.form);
    const read = (name: keyof LiveSettings) => String(data.get(name) ?? '').trim();
    this.tell({ apiKey: read('apiKey'), model: read('model'), baseUrl: read('baseUrl') });
  }

  private forget(): void {
    this.tell({ ...this.settings, apiKey: '' });
  }

  private tell(settings: LiveSettings): void {
    this.dispatchEvent(new SettingsEvent(settings));
    this.close();
  }

  /** A key that was typed and not saved does not stay in the field. */
  private close(): void {
    this.form?.reset();
    this.dialog?.close();
  }

  /** What is behind a dialog belongs to the dialog element itself; everything in it is inside the form. */
  private closeOutside(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}
