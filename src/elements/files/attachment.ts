import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { formatSize } from '../../bytes/formatSize.ts';
import { visibleName } from '../../text/safeName.ts';
import { dialogStyles } from '../styles/dialogStyles.ts';
import { sharedStyles } from '../styles/shared.ts';
import { canPreview, type FilePreview, previewOf } from './filePreview.ts';

/** A file that is sent with a question: a thumbnail or a name, which open a preview. */
export class Attachment extends LitElement {
  static override readonly styles = [
    sharedStyles,
    dialogStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        min-width: 0;
        max-width: 100%;
        font-size: 0.875rem;
        text-align: left;
      }

      .name {
        min-width: 0;
        min-height: 2rem;
        padding: 0.25rem 0.625rem;
        border: 0;
        background: none;
        color: inherit;
        font-size: inherit;
        text-align: left;
        white-space: normal;
        overflow-wrap: anywhere;
      }

      small {
        white-space: nowrap;
      }

      /* Only the name is printed. */
      @media print {
        .name {
          display: inline;
        }
      }

      dialog {
        width: min(52rem, calc(100vw - 1rem));
      }

      dialog h2 {
        margin-bottom: 0.75rem;
        font: 600 0.9375rem / 1.5 var(--glove-mono);
        overflow-wrap: anywhere;
      }

      pre {
        max-height: calc(100dvh - 14rem);
        margin: 0;
        padding: 0.75rem 1rem;
        border-radius: var(--glove-radius);
        background: var(--glove-surface);
        font: 0.8438rem / 1.6 var(--glove-mono);
        tab-size: 4;
        overflow: auto;
      }
    `,
  ];

  @property({ attribute: false }) file: File | undefined;
  @state() private preview: FilePreview | undefined;
  @query('dialog') private readonly dialog: HTMLDialogElement | null | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('file')) this.read();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { file, preview } = this;
    if (!file) return nothing;
    const name = visibleName(file.name);
    const words = html`<bdi>${name}</bdi> <small>${formatSize(file.size)}</small>`;
    switch (preview?.type) {
      case 'picture':
        return html`
          <glove-picture small mimeType=${preview.mimeType} .data=${preview.data} .path=${file.name}></glove-picture>
          <span class="name">${words}</span>
        `;
      case 'text':
        return html`
          <button type="button" class="name" aria-label="Open ${name}" @click=${() => this.dialog?.showModal()}>${words}</button>
          ${this.renderText(name, preview)}
        `;
      default:
        return html`<span class="name">${words}</span>`;
    }
  }

  private renderText(name: string, { text, isCut }: { text: string; isCut: boolean }): TemplateResult {
    return html`
      <dialog aria-labelledby="title">
        <form method="dialog">
          <h2 id="title"><bdi>${name}</bdi></h2>
          <pre tabindex="0" role="region" aria-label="Beginning of the file">${text}</pre>
          ${isCut ? html`<p>Only the beginning is shown.</p>` : nothing}
          <div class="buttons"><button class="primary" autofocus>Close</button></div>
        </form>
      </dialog>
    `;
  }

  /** An unreadable file has no preview. Sending it shows the error. */
  private async read(): Promise<void> {
    const { file } = this;
    this.preview = undefined;
    if (!file || !canPreview({ path: file.name, mimeType: file.type, size: file.size })) return;
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes && file === this.file) this.preview = previewOf(file.type, new Uint8Array(bytes));
  }
}
