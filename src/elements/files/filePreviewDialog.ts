import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { files } from '../../language/en/content/files.ts';
import { downloadName, visibleName } from '../../text/safeName.ts';
import { DialogElement } from '../dialogElement.ts';
import type { GloveDraftEvent } from '../events.ts';
import { requestPython } from '../pythonEvents.ts';
import { registerLater } from '../register.ts';
import { downloadFile } from './downloadFile.ts';
import type { ShownFile } from './shownFile.ts';

const loadView = registerLater(async () => (await import('./fileElements.ts')).FILE_ELEMENTS);

/** A dialog that shows a file as what it is. */
export class FilePreviewDialog extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      dialog {
        width: min(60rem, calc(100vw - 1rem));
      }

      dialog[open] {
        display: flex;
        flex-direction: column;
      }

      .sheet {
        flex: 1;
        min-height: 0;
        padding: 1rem 1rem 0;
        overflow: auto;
      }

      h2 {
        margin-bottom: 0.75rem;
        font: 600 0.9375rem / 1.5 var(--glove-mono);
        overflow-wrap: anywhere;
      }

      /* In sight however long the file is. */
      .buttons {
        flex: none;
        margin: 0;
        padding: 1rem;
      }
    `,
  ];

  @state() private file: ShownFile | undefined;

  async show(file: ShownFile): Promise<void> {
    loadView();
    this.file = file;
    await this.updateComplete;
    if (!this.dialog?.open) this.dialog?.showModal();
  }

  protected override render(): TemplateResult {
    const { file } = this;
    return html`
      <dialog aria-labelledby="title" @close=${this.forget} @click=${this.closeOutside}>
        <div class="sheet">
          <h2 id="title"><bdi>${visibleName(file?.path ?? '')}</bdi></h2>
          ${file ? html`<glove-file-view .file=${file} @glove-draft=${this.onDraft}></glove-file-view>` : nothing}
        </div>
        <div class="buttons">
          <button type="button" class="primary" autofocus @click=${this.close}>${files.close}</button>
          <button type="button" @click=${this.download}>${files.download}</button>
        </div>
      </dialog>
    `;
  }

  /** Nothing behind an open dialog takes the focus. */
  private onDraft({ question }: GloveDraftEvent): void {
    if (question !== '') this.close();
  }

  private download(): void {
    const { file } = this;
    if (!file) return;
    if (file.own) downloadFile(new File([file.own], downloadName(file.path), { type: 'application/octet-stream' }));
    else requestPython(this, { type: 'download-file', path: file.path });
  }

  private forget(): void {
    this.file = undefined;
  }
}
