import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { downloadName, visibleName } from '../../text/safeName.ts';
import { downloadFile } from '../files/downloadFile.ts';
import { requestPython } from '../pythonEvents.ts';
import { sharedStyles } from '../styles/shared.ts';

/** One of Python's files, which the user can download while Python has it. */
export class FileCard extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      div {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.75rem;
        max-width: 100%;
        padding-block: 0.375rem;
        padding-inline: 0.875rem 0.5rem;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        font-size: 0.875rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Relative to Python's folder. Code chose it. */
  @property() path = '';
  @state() private isGone = false;

  protected override render(): TemplateResult {
    const name = visibleName(this.path);
    return html`
      <div>
        <bdi>${name}</bdi>
        <button class="quiet" aria-label=${fill(media.downloadFile, { name })} @click=${this.request}>${media.download}</button>
        ${this.isGone ? html`<span class="remark" role="status">${media.fileGone}</span>` : nothing}
      </div>
    `;
  }

  private request(): void {
    requestPython(this, { type: 'read-file', path: this.path, give: (bytes) => this.take(bytes) });
  }

  private take(bytes: Uint8Array<ArrayBuffer> | undefined): void {
    this.isGone = !bytes;
    // Without a type, the browser does not open the file as part of this page.
    if (bytes) downloadFile(new File([bytes], downloadName(this.path), { type: 'application/octet-stream' }));
  }
}
