import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { visibleName } from '../../text/safeName.ts';
import { DialogElement } from '../dialogElement.ts';
import { requestPython } from '../pythonEvents.ts';
import type { FilePreview } from './filePreview.ts';

export class FilePreviewDialog extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      dialog {
        width: min(52rem, calc(100vw - 1rem));
      }

      form {
        padding: 1rem;
      }

      h2 {
        margin-bottom: 0.75rem;
        font: 600 0.9375rem / 1.5 var(--glove-mono);
        overflow-wrap: anywhere;
      }

      pre {
        overflow: auto;
        max-height: calc(100dvh - 14rem);
        margin: 0;
        padding: 0.75rem 1rem;
        border-radius: var(--glove-radius);
        background: var(--glove-surface);
        font: 0.8438rem / 1.6 var(--glove-mono);
        tab-size: 4;
      }

      img {
        display: block;
        max-width: 100%;
        max-height: calc(100dvh - 12rem);
        margin: 0 auto;
        background: #fff;
      }

      p {
        margin-top: 0.5rem;
      }

      .buttons {
        margin-top: 1rem;
      }
    `,
  ];

  /** Whether it is one of Python's files, which can be downloaded. */
  @property({ type: Boolean }) downloadable = false;
  @state() private path = '';
  @state() private preview: FilePreview | undefined;

  async show(path: string, preview: FilePreview): Promise<void> {
    this.path = path;
    this.preview = preview;
    await this.updateComplete;
    if (!this.dialog?.open) this.dialog?.showModal();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @close=${this.forget}>
        <form method="dialog">
          <h2 id="title"><bdi>${visibleName(this.path)}</bdi></h2>
          ${this.preview ? this.renderPreview(this.preview) : nothing}
          <div class="buttons">
            <button class="primary" autofocus>Close</button>
            ${this.downloadable ? html`<button type="button" @click=${this.download}>Download</button>` : nothing}
          </div>
        </form>
      </dialog>
    `;
  }

  private renderPreview(preview: FilePreview): TemplateResult {
    switch (preview.type) {
      case 'picture':
        return html`<img src="data:${preview.mimeType};base64,${preview.data}" alt=${visibleName(this.path)} />`;
      case 'text':
        return html`
          <pre tabindex="0" role="region" aria-label="Beginning of the file">${preview.text}</pre>
          ${preview.isCut ? html`<p>Only the beginning is shown.${this.downloadable ? ' Download the file for the rest.' : ''}</p>` : nothing}
        `;
      case 'none':
        return html`<p>${preview.reason}</p>`;
    }
  }

  private download(): void {
    requestPython(this, { type: 'download-file', path: this.path });
  }

  private forget(): void {
    this.preview = undefined;
  }
}
