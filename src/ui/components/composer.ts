import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ActionEvent, AskEvent } from '../events.ts';
import { base } from './base.ts';

/** Where a question is typed. The text stays until it has been taken. */
export class Composer extends LitElement {
  static override readonly styles = [
    base,
    css`
      form {
        display: flex;
        align-items: flex-end;
        gap: 0.5rem;
        padding: 0.375rem;
        border: 1px solid var(--glove-line-strong);
        border-radius: 0.875rem;
        background: var(--glove-raised);
      }

      form:focus-within {
        border-color: var(--glove-accent);
        box-shadow: 0 0 0 1px var(--glove-accent);
      }

      textarea {
        flex: 1;
        min-width: 0;
        min-height: 2.5rem;
        max-height: 30vh;
        padding: 0.5rem 0.625rem;
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
        border-radius: 0.625rem;
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
  /** Whether questions can be asked at all. */
  @property({ type: Boolean }) hasKey = false;
  @state() private needsKey = false;
  @query('textarea') private readonly textarea: HTMLTextAreaElement | null | undefined;

  override focus(options?: FocusOptions): void {
    this.textarea?.focus(options);
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status">${this.needsKey && !this.hasKey ? this.renderNotice() : nothing}</div>
      <form @submit=${this.submit}>
        <textarea
          rows="1"
          aria-label="Your question"
          placeholder="Ask a question"
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

  private renderNotice(): TemplateResult {
    return html`
      <div class="notice">
        <p>Your own questions go to the Gemini API, which needs a key. Your text stays here. The demos need none.</p>
        <button class="primary" @click=${() => this.dispatchEvent(new ActionEvent('open-settings'))}>Enter a key</button>
        <button @click=${this.showDemos}>See the demos</button>
      </div>
    `;
  }

  private showDemos(): void {
    this.needsKey = false;
    this.dispatchEvent(new ActionEvent('reset'));
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

  private ask(): void {
    const question = this.textarea?.value.trim() ?? '';
    if (question === '' || this.running) return;
    this.needsKey = !this.hasKey;
    const taken = this.dispatchEvent(new AskEvent(question));
    if (taken && this.textarea) this.textarea.value = '';
  }
}
