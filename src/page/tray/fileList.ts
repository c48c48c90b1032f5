import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { TrayFile } from '../../chat/python/pythonFiles.ts';
import { canShow } from '../../elements/files/shownFile.ts';
import { type PythonRequest, requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { session as words } from '../../language/en/session.ts';
import { fill } from '../../language/fill.ts';
import { formatSize } from '../../language/formatSize.ts';
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
        margin-inline-start: -0.5rem;
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
      return html`<ul aria-label=${words.pythonFiles}>${this.files.map((file) => this.renderFile(file))}</ul>`;
    if (!this.ready) return html`<p class="small">${words.filesLater}</p>`;
    return html`<p class="small">${words.noFiles}</p>`;
  }

  private renderFile(file: TrayFile): TemplateResult {
    const { path, size, isNew } = file;
    const name = visibleName(path);
    return html`
      <li class="row">
        <glove-file-thumbnail .file=${file}></glove-file-thumbnail>
        <span class="words">
          <bdi>${name}</bdi> ${isNew ? html`<span class="new">${words.new}</span>` : nothing}
          <small>${formatSize(size)} · ${typeOf(file)}</small>
        </span>
        <span class="actions">
          ${canShow(file) ? this.renderAction('show', name, { type: 'preview-file', path }) : nothing}
          ${this.renderAction('download', name, { type: 'download-file', path })}
          ${this.renderAction('delete', name, { type: 'remove-file', path })}
        </span>
      </li>
    `;
  }

  private renderAction(action: 'show' | 'download' | 'delete', name: string, request: PythonRequest): TemplateResult {
    const label = fill(words[`${action}Named`], { name });
    return html`
      <button class="quiet" aria-label=${label} @click=${() => requestPython(this, request)}>${words[action]}</button>
    `;
  }
}

/** The types of vendors are long, and say less than the ends of names. */
function typeOf({ path, mimeType }: TrayFile): string {
  const [, ending] = /\.(\w{1,8})$/.exec(path) ?? [];
  return mimeType.startsWith('application/vnd.') && ending ? ending.toUpperCase() : mimeType;
}
