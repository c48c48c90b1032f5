import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { filesIn, pastedFiles } from './droppedFiles.ts';

/** The user dropped files on the page, or pasted them. */
export class FilesEvent extends Event {
  /** @param toPython whether they were dropped on Python's own files */
  constructor(
    readonly files: readonly File[],
    readonly toPython: boolean,
  ) {
    super('glove-files', { bubbles: true, composed: true });
  }
}

/** What is dropped on it goes to Python's files. */
const TRAY = 'glove-tray';
const EVENTS = ['dragenter', 'dragleave', 'dragover', 'drop', 'paste'];

/** Takes files that are dropped anywhere on the page or pasted, and shows where they go. */
export class DropZone extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      div {
        position: fixed;
        z-index: 1;
        inset: 0.5rem;
        display: grid;
        padding: 1rem;
        place-items: center;
        border: 2px dashed var(--glove-accent);
        border-radius: 1rem;
        background: color-mix(in srgb, var(--glove-accent-wash) 85%, transparent);
        pointer-events: none;
      }

      p {
        padding: 0.75rem 1.5rem;
        border-radius: 2rem;
        background: var(--glove-accent);
        color: var(--glove-accent-ink);
        font-size: 1.125rem;
        font-weight: 600;
        text-align: center;
      }
    `,
  ];

  /** Says where the files go. */
  @property() label = '';
  /** Says that they go to Python's files. */
  @property({ attribute: 'python-label' }) pythonLabel = '';
  /** Whether files are over Python's own files. */
  @state() private isOverTray = false;
  /** The elements that files are over. Browsers fire `dragenter` for a new element before `dragleave` for the old one. */
  @state() private depth = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    // Before editors, which would take the text of a file.
    for (const type of EVENTS) document.addEventListener(type, this, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const type of EVENTS) document.removeEventListener(type, this, { capture: true });
  }

  protected override render(): TemplateResult {
    const label = this.isOverTray ? this.pythonLabel : this.label;
    return html`${this.depth > 0 ? html`<div><p>${label}</p></div>` : nothing}`;
  }

  handleEvent(event: Event): void {
    if (event instanceof ClipboardEvent) this.#paste(event);
    if (event instanceof DragEvent) this.#drag(event, event.dataTransfer?.types.includes('Files') ?? false);
  }

  #drag(event: DragEvent, hasFiles: boolean): void {
    if (event.type === 'dragenter' && hasFiles) this.depth += 1;
    if (event.type === 'dragleave') this.depth = Math.max(0, this.depth - 1);
    if (event.type === 'drop') this.depth = 0;
    if (!hasFiles) return;
    if (event.type === 'dragenter') this.isOverTray = isInTray(event);
    // Without this, the browser would open the file in place of the page.
    if (event.type === 'dragover') event.preventDefault();
    if (event.type === 'drop') this.#take(event, filesIn(event.dataTransfer));
  }

  #paste(event: ClipboardEvent): void {
    const files = pastedFiles(event.clipboardData);
    if (files.length > 0) this.#take(event, files);
  }

  #take(event: Event, files: readonly File[]): void {
    event.preventDefault();
    event.stopPropagation();
    if (files.length > 0) this.dispatchEvent(new FilesEvent(files, event.type === 'drop' && isInTray(event)));
  }
}

function isInTray(event: Event): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.localName === TRAY);
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-files': FilesEvent;
  }
}
