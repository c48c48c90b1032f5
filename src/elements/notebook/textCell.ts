import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { TextEntry } from '../../chat/transcript.ts';
import { notebook } from '../../language/en/notebook.ts';
import { sharedStyles } from '../styles/shared.ts';
import { requestNotebook } from './notebookEvent.ts';

/** Text of a notebook in Markdown, which the user can edit. */
export class TextCell extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      .row {
        justify-content: flex-end;
        gap: 0 0.25rem;
        min-height: 2rem;
      }

      button {
        min-height: 2rem;
        padding: 0 0.625rem;
        font-size: 0.8125rem;
      }

      textarea {
        display: block;
        width: 100%;
        field-sizing: content;
        min-height: 5rem;
        padding: 0.625rem 0.75rem;
        font: 0.875rem / 1.6 var(--glove-mono);
        resize: vertical;
        unicode-bidi: plaintext;
      }
    `,
  ];

  @property({ attribute: false }) entry: TextEntry | undefined;
  /** Whether it can only be read. */
  @property({ type: Boolean }) readonly = false;
  @state() private editing = false;
  @query('textarea') private readonly field: HTMLTextAreaElement | null | undefined;

  protected override willUpdate(): void {
    if (this.readonly) this.editing = false;
  }

  protected override render(): TemplateResult {
    const { text = '' } = this.entry ?? {};
    return html`
      ${this.readonly ? nothing : this.renderActions()}
      ${this.editing ? this.renderEditor(text) : this.renderText(text)}
    `;
  }

  private renderActions(): TemplateResult {
    return html`
      <div class="row">
        <slot name="actions"></slot>
        ${
          this.editing
            ? html`<button @click=${this.keep}>${notebook.done}</button>`
            : html`<button class="quiet" @click=${this.edit}>${notebook.editText}</button>`
        }
      </div>
    `;
  }

  private renderText(text: string): TemplateResult {
    if (text.trim() === '') return html`<p class="remark">${notebook.emptyText}</p>`;
    return html`<glove-markdown-text .text=${text} @dblclick=${this.edit}></glove-markdown-text>`;
  }

  private renderEditor(text: string): TemplateResult {
    return html`<textarea aria-label=${notebook.textInMarkdown} .value=${text} @change=${this.report} @keydown=${this.onKey}></textarea>`;
  }

  /** Opens the editor, and moves the focus there. */
  async edit(): Promise<void> {
    if (this.readonly) return;
    this.editing = true;
    await this.updateComplete;
    this.field?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const isDone =
      event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey || event.shiftKey));
    if (!isDone) return;
    event.preventDefault();
    this.keep();
  }

  private report(): void {
    const { entry, field } = this;
    if (entry?.id === undefined || !field || field.value === entry.text) return;
    requestNotebook(this, { type: 'edit', cell: entry.id, text: field.value });
  }

  private async keep(): Promise<void> {
    this.report();
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector('button')?.focus();
  }
}
