import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { formatSize } from '../../bytes/formatSize.ts';
import type { TrayFile } from '../../chat/python/pythonFiles.ts';
import { canShow } from '../../elements/files/shownFile.ts';
import { type PythonRequest, requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { visibleName } from '../../text/safeName.ts';
import { listStyles } from './listStyles.ts';

/** The files in Python's folder: those that the user added, and those that code wrote. */
export class FileList extends LitElement {
  static override readonly styles = [
    sharedStyles,
    listStyles,
    css`
      .words {
        flex: 1 1 9rem;
        min-width: 0;
      }

      .new {
        padding: 0 0.375rem;
        border-radius: 0.25rem;
        background: var(--glove-accent-wash);
        color: var(--glove-accent);
        font-size: 0.75rem;
        font-weight: 600;
      }

      small {
        display: block;
      }

      .actions {
        display: flex;
        margin-left: -0.5rem;
      }

      button {
        min-height: 2rem;
        padding: 0 0.5rem;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) files: readonly TrayFile[] = [];
  @property({ type: Boolean }) ready = false;

  protected override render(): TemplateResult {
    if (this.files.length > 0)
      return html`<ul aria-label="Python’s files">${this.files.map((file) => this.renderFile(file))}</ul>`;
    if (!this.ready) return html`<p class="small">Python is still loading. Its files will appear here.</p>`;
    return html`<p class="small">No files yet. Add some or drop them here; code opens them by name. Files that code writes appear here, too.</p>`;
  }

  private renderFile(file: TrayFile): TemplateResult {
    const { path, size, isNew } = file;
    const name = visibleName(path);
    return html`
      <li class="row">
        <glove-file-thumbnail .file=${file}></glove-file-thumbnail>
        <span class="words">
          <bdi>${name}</bdi> ${isNew ? html`<span class="new">new</span>` : nothing}
          <small>${formatSize(size)} · ${typeOf(file)}</small>
        </span>
        <span class="actions">
          ${canShow(file) ? this.renderAction('Show', name, { type: 'preview-file', path }) : nothing}
          ${this.renderAction('Download', name, { type: 'download-file', path })}
          ${this.renderAction('Delete', name, { type: 'remove-file', path })}
        </span>
      </li>
    `;
  }

  private renderAction(label: string, name: string, request: PythonRequest): TemplateResult {
    return html`
      <button class="quiet" aria-label="${label} ${name}" @click=${() => requestPython(this, request)}>${label}</button>
    `;
  }
}

/** The types of vendors are long, and say less than the ends of names. */
function typeOf({ path, mimeType }: TrayFile): string {
  const [, ending] = /\.(\w{1,8})$/.exec(path) ?? [];
  return mimeType.startsWith('application/vnd.') && ending ? ending.toUpperCase() : mimeType;
}
