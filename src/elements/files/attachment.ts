import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { files } from '../../language/en/content/files.ts';
import { fill } from '../../language/fill.ts';
import { formatSize } from '../../language/formatSize.ts';
import { visibleName } from '../../text/safeName.ts';
import { sharedStyles } from '../styles/shared.ts';
import { type FileContent, readWithoutPython } from './fileContent.ts';
import { iconOf } from './fileIcon.ts';
import type { FilePreviewDialog } from './filePreviewDialog.ts';
import { canShow, kindOf, ownFile } from './shownFile.ts';

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
        text-align: start;
      }

      .name {
        min-width: 0;
        min-height: 2rem;
        padding: 0.25rem 0.625rem;
        border: 0;
        background: none;
        color: inherit;
        font-size: inherit;
        text-align: start;
        white-space: normal;
        overflow-wrap: anywhere;
      }

      small {
        white-space: nowrap;
      }

      svg {
        flex: none;
        width: 1.125rem;
        margin-inline: 0.625rem -0.25rem;
        fill: none;
        stroke: var(--glove-ink-soft);
        stroke-width: 1.5;
        stroke-linecap: round;
        stroke-linejoin: round;
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
  /** The picture that the file is. */
  @state() private picture: (FileContent & { type: 'picture' }) | undefined;
  @query('glove-file-preview') private readonly dialog: FilePreviewDialog | null | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('file')) this.read();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { file, picture } = this;
    if (!file) return nothing;
    const name = visibleName(file.name);
    const words = html`<bdi>${name}</bdi> <small>${formatSize(file.size)}</small>`;
    const shown = ownFile(file);
    const kind = kindOf(shown);
    if (picture) {
      return html`
        <glove-picture small mimeType=${picture.mimeType} .data=${picture.data} .path=${file.name}></glove-picture>
        <span class="name">${words}</span>
      `;
    }
    if (kind === 'picture' || !canShow(shown)) return html`${iconOf(kind)}<span class="name">${words}</span>`;
    return html`
      ${iconOf(kind)}
      <button type="button" class="name" aria-label=${fill(files.open, { name })} @click=${() => this.dialog?.show(shown)}>${words}</button>
      <glove-file-preview></glove-file-preview>
    `;
  }

  /** An unreadable file has no thumbnail. Sending it shows the error. */
  private async read(): Promise<void> {
    const { file } = this;
    this.picture = undefined;
    if (!file) return;
    const shown = ownFile(file);
    if (kindOf(shown) !== 'picture' || !canShow(shown)) return;
    const content = await readWithoutPython(shown).catch(() => undefined);
    if (file === this.file && content?.type === 'picture') this.picture = content;
  }
}
