import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { formatSize } from '../../bytes/formatSize.ts';
import type { TrayFile } from '../../chat/python/pythonFiles.ts';
import { act } from '../../elements/events.ts';
import { canPreview } from '../../elements/files/filePreview.ts';
import { type PythonRequest, requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { visibleName } from '../../text/safeName.ts';
import { filesIn } from './droppedFiles.ts';

/** The files in Python's folder: those that the user added, and those that code wrote. */
export class FileTray extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      section {
        margin-bottom: 0.5rem;
        padding: 0.5rem 0.375rem 0.5rem 0.875rem;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        background: var(--glove-raised);
      }

      /* On low screens, the page shows it as a sheet. */
      @media (height < 32rem) {
        section {
          height: 100%;
          margin: 0;
          padding: 0.75rem 1rem;
          overflow: auto;
          border: 0;
          border-radius: 0;
        }

        section ul {
          max-height: none;
        }
      }

      section.over {
        border-color: var(--glove-accent);
        background: var(--glove-accent-wash);
      }

      header {
        gap: 0.25rem;
      }

      h2 {
        flex: 1;
        margin: 0;
        font-size: 0.9375rem;
        white-space: nowrap;
      }

      section:focus {
        outline: none;
      }

      ul {
        max-height: min(16rem, 35dvh);
        overflow: auto;
      }

      li {
        gap: 0 0.25rem;
        padding: 0.25rem 0;
        border-top: 1px solid var(--glove-line);
        font-size: 0.875rem;
      }

      .words {
        flex: 1 1 9rem;
        min-width: 0;
      }

      bdi {
        font: 0.8125rem / 1.5 var(--glove-mono);
        overflow-wrap: anywhere;
      }

      .new {
        padding: 0 0.375rem;
        border-radius: 0.25rem;
        background: var(--glove-accent-wash);
        color: var(--glove-accent);
        font-size: 0.75rem;
        font-weight: 600;
      }

      p {
        padding: 0.25rem 0 0.5rem;
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
  @state() private isOver = false;
  @query('input') private readonly input: HTMLInputElement | null | undefined;
  @query('section') private readonly section: HTMLElement | null | undefined;

  override focus(options?: FocusOptions): void {
    this.section?.focus(options);
  }

  protected override render(): TemplateResult {
    return html`
      <section
        aria-labelledby="title"
        tabindex="-1"
        class=${this.isOver ? 'over' : ''}
        @dragover=${this.onDragOver}
        @dragleave=${this.onDragLeave}
        @drop=${this.onDrop}
      >
        <header class="row">
          <h2 id="title">Python’s files</h2>
          <input type="file" multiple hidden aria-label="Files for Python" @change=${this.onPick} />
          <button ?disabled=${!this.ready} @click=${() => this.input?.click()}>Add files</button>
          <button class="quiet" @click=${() => act(this, 'toggle-files')}>Close</button>
        </header>
        ${this.files.length > 0 ? html`<ul aria-labelledby="title">${this.files.map((file) => this.renderFile(file))}</ul>` : this.renderEmpty()}
      </section>
    `;
  }

  private renderEmpty(): TemplateResult {
    if (!this.ready) return html`<p class="small">Python is still loading. Its files will appear here.</p>`;
    return html`<p class="small">No files yet. Add some or drop them here; code opens them by name. Files that code writes appear here, too.</p>`;
  }

  private renderFile(file: TrayFile): TemplateResult {
    const { path, size, mimeType, isNew } = file;
    const name = visibleName(path);
    return html`
      <li class="row">
        <span class="words">
          <bdi>${name}</bdi> ${isNew ? html`<span class="new">new</span>` : nothing}
          <small>${formatSize(size)} · ${mimeType}</small>
        </span>
        <span class="actions">
          ${canPreview(file) ? this.renderAction('Show', name, { type: 'preview-file', path }) : nothing}
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

  private onPick(): void {
    this.add([...(this.input?.files ?? [])]);
    // Choosing the same file again has to fire an event again.
    if (this.input) this.input.value = '';
  }

  private onDragOver(event: DragEvent): void {
    event.preventDefault();
    this.isOver = true;
  }

  private onDragLeave(): void {
    this.isOver = false;
  }

  private onDrop(event: DragEvent): void {
    this.isOver = false;
    const files = filesIn(event.dataTransfer);
    if (files.length === 0) return;
    event.preventDefault();
    this.add(files);
  }

  private add(files: readonly File[]): void {
    if (files.length > 0) requestPython(this, { type: 'add-files', files });
  }
}
