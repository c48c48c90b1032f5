import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { type FilePreview, previewOf } from '../../elements/files/filePreview.ts';
import { PythonRequestEvent } from '../../elements/pythonEvents.ts';
import { dialogStyles } from '../../elements/styles/dialogStyles.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { visibleName } from '../../text/safeName.ts';

/** Shows a preview of one of Python's files. */
export class FilePreviewDialog extends LitElement {
  static override readonly styles = [
    sharedStyles,
    dialogStyles,
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

  @state() private path = '';
  @state() private preview: FilePreview | undefined;
  @query('dialog') private readonly dialog: HTMLDialogElement | null | undefined;

  async show({ path, mimeType, bytes }: { path: string; mimeType: string; bytes: Uint8Array }): Promise<void> {
    this.path = path;
    this.preview = previewOf(mimeType, bytes);
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
            <button type="button" @click=${this.download}>Download</button>
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
          ${preview.isCut ? html`<p>Only the beginning is shown. Download the file for the rest.</p>` : nothing}
        `;
      case 'none':
        return html`<p>${preview.reason}</p>`;
    }
  }

  private download(): void {
    this.dispatchEvent(new PythonRequestEvent({ type: 'download-file', path: this.path }));
  }

  private forget(): void {
    this.preview = undefined;
  }
}
