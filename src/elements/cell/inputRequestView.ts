import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { cell } from '../../language/en/cell.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { sharedStyles } from '../styles/shared.ts';
import { isTypingOutsideCell } from './focus.ts';

/** A prompt of `input()`, and a field for the answer. */
export class InputRequestView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        padding: 0 1rem 0.875rem;
      }

      form {
        gap: 0.5rem 0.75rem;
      }

      label {
        max-width: 100%;
        max-height: 10rem;
        overflow: auto;
        font: 0.8438rem / 1.6 var(--glove-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      label.nameless {
        color: var(--glove-ink-soft);
        font-family: inherit;
      }

      .answer {
        display: flex;
        flex: 1 1 14rem;
        min-width: 0;
        gap: 0.5rem;
      }

      input {
        flex: 1;
        min-width: 0;
        min-height: 2.25rem;
        padding: 0 0.625rem;
        background: var(--glove-raised);
        font: 0.8438rem var(--glove-mono);
      }

      @media (pointer: coarse) {
        /* With a smaller font, phones zoom in when the field is touched. */
        input {
          font-size: 1rem;
        }
      }

      p {
        margin-top: 0.375rem;
      }
    `,
  ];

  @property({ attribute: false }) prompt = '';
  /** Receives the typed line. */
  @property({ attribute: false }) answer: (line: string) => void = () => {};
  /** Whether the field takes the focus, because the user has started the code or answered it before. */
  @property({ type: Boolean }) expected = false;
  @query('input') private readonly field: HTMLInputElement | null | undefined;

  protected override render(): TemplateResult {
    return html`
      <form class="row" @submit=${this.onSubmit}>
        ${renderLabel(this.prompt.trim())}
        <div class="answer">
          <input
            id="answer"
            aria-describedby="hint"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            enterkeyhint="send"
          />
          <button class="primary">${cell.answer}</button>
        </div>
      </form>
      <p id="hint" class="small">${cell.asked}</p>
    `;
  }

  protected override firstUpdated(): void {
    if (this.expected && !isTypingOutsideCell(this)) this.field?.focus();
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { field } = this;
    if (!field) return;
    const line = field.value;
    field.value = '';
    this.answer(line);
  }
}

function renderLabel(prompt: string): TemplateResult {
  if (prompt === '') return html`<label for="answer" class="nameless">${cell.waiting}</label>`;
  return html`<label for="answer" dir="auto">${escapeBidi(prompt)}</label>`;
}
