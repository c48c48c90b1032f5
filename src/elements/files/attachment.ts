import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { formatSize } from '../../bytes/formatSize.ts';
import { visibleName } from '../../text/safeName.ts';
import { sharedStyles } from '../styles/shared.ts';
import { canPreview, type FilePreview, previewOf } from './filePreview.ts';
import type { FilePreviewDialog } from './filePreviewDialog.ts';

/** A file that is sent with a question: a thumbnail or a name, which open a preview. */
export class Attachment extends LitElement {
  static override readonly styles = [
    sharedStyles,
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
    `,
  ];

  @property({ attribute: false }) file: File | undefined;
  @state() private preview: FilePreview | undefined;
  @query('glove-file-preview') private readonly dialog: FilePreviewDialog | null | undefined;

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
          <button type="button" class="name" aria-label="Open ${name}" @click=${() => this.dialog?.show(file.name, preview)}>${words}</button>
          <glove-file-preview></glove-file-preview>
        `;
      default:
        return html`<span class="name">${words}</span>`;
    }
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
