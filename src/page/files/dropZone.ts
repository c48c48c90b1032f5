import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { filesIn, pastedFiles } from './droppedFiles.ts';

/** The user dropped files on the page, or pasted them. */
export class FilesEvent extends Event {
  constructor(readonly files: readonly File[]) {
    super('glove-files', { bubbles: true, composed: true });
  }
}

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
  @state() private isOver = false;
  /** Browsers fire `dragenter` for a new element before `dragleave` for the old one. */
  #depth = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [type, listener] of this.#listeners) document.addEventListener(type, listener);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const [type, listener] of this.#listeners) document.removeEventListener(type, listener);
  }

  protected override render(): TemplateResult {
    return html`${this.isOver ? html`<div><p>${this.label}</p></div>` : nothing}`;
  }

  readonly #onEnter = (event: Event) => {
    if (!hasFiles(event)) return;
    this.#depth += 1;
    this.isOver = true;
  };

  readonly #onLeave = () => {
    this.#depth = Math.max(0, this.#depth - 1);
    this.isOver = this.#depth > 0;
  };

  /** Without this, the browser would open the file in place of the page. */
  readonly #onOver = (event: Event) => {
    if (hasFiles(event)) event.preventDefault();
  };

  readonly #onDrop = (event: Event) => {
    this.#depth = 0;
    this.isOver = false;
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    this.#tell(filesIn(event.dataTransfer));
  };

  readonly #onPaste = (event: Event) => {
    const files = event instanceof ClipboardEvent ? pastedFiles(event.clipboardData) : [];
    if (files.length === 0) return;
    event.preventDefault();
    this.#tell(files);
  };

  readonly #listeners: readonly (readonly [string, (event: Event) => void])[] = [
    ['dragenter', this.#onEnter],
    ['dragleave', this.#onLeave],
    ['dragover', this.#onOver],
    ['drop', this.#onDrop],
    ['paste', this.#onPaste],
  ];

  #tell(files: readonly File[]): void {
    if (files.length > 0) this.dispatchEvent(new FilesEvent(files));
  }
}

function hasFiles(event: Event): event is DragEvent {
  return event instanceof DragEvent && (event.dataTransfer?.types.includes('Files') ?? false);
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-files': FilesEvent;
  }
}
