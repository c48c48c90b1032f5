import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { iconOf } from '../../elements/files/fileIcon.ts';
import { kindOf } from '../../elements/files/shownFile.ts';
import { loadMedia } from '../../elements/lazyElements.ts';
import { requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import type { FileInfo } from '../../protocol.ts';

/** The largest picture with a thumbnail, in bytes: each change of the files reads it again. */
const MAX_SIZE = 1_000_000;

/** A small picture of one of Python's files: of what it shows, or of its kind. */
export class FileThumbnail extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        --glove-thumbnail-height: 2.25rem;
        flex: none;
        min-width: 1.75rem;
        margin-inline-end: 0.375rem;
      }

      svg {
        display: block;
        width: 1.25rem;
        fill: none;
        stroke: var(--glove-ink-soft);
        stroke-width: 1.5;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
    `,
  ];

  @property({ attribute: false }) file: FileInfo | undefined;
  /** Base64. */
  @state() private picture: { mimeType: string; data: string } | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('file')) this.read();
  }

  protected override render(): TemplateResult {
    const { file, picture } = this;
    if (!file || !picture) return iconOf(file ? kindOf(file) : 'other');
    return html`<glove-picture small mimeType=${picture.mimeType} .data=${picture.data} .path=${file.path}></glove-picture>`;
  }

  private read(): void {
    const { file } = this;
    if (!file || kindOf(file) !== 'picture' || file.size > MAX_SIZE) {
      this.picture = undefined;
      return;
    }
    loadMedia();
    requestPython(this, { type: 'read-file', path: file.path, give: (bytes) => this.take(file, bytes) });
  }

  private async take(file: FileInfo, bytes: Uint8Array | undefined): Promise<void> {
    const { pictureOf } = await import('../../elements/files/fileContent.ts');
    const content = bytes && pictureOf(file.mimeType, bytes);
    if (file === this.file) this.picture = content?.type === 'picture' ? content : undefined;
  }
}
