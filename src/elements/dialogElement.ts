import { type CSSResult, css, LitElement } from 'lit';
import { query } from 'lit/decorators.js';
import { sharedStyles } from './styles/shared.ts';

/** An element that shows a dialog: a form with a title, text and buttons. */
export abstract class DialogElement extends LitElement {
  static override readonly styles: CSSResult[] = [
    sharedStyles,
    css`
      dialog {
        width: min(30rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
        border: 1px solid var(--glove-line);
        border-radius: calc(var(--glove-radius) * 1.6);
        background: var(--glove-raised);
        color: var(--glove-ink);
        box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.25);
      }

      dialog::backdrop {
        background: rgb(10 20 24 / 0.45);
      }

      form {
        padding: 1.5rem;
      }

      h2 {
        margin: 0 0 0.25rem;
        font-size: 1.25rem;
      }

      p {
        color: var(--glove-ink-soft);
        font-size: 0.9375rem;
      }

      :where(input:not([type='checkbox'], [type='radio']), select, textarea) {
        display: block;
        width: 100%;
        min-height: 2.5rem;
        padding: 0 0.75rem;
        font: 0.9375rem var(--glove-sans);
      }

      .buttons {
        margin-top: 1.5rem;
      }
    `,
  ];

  @query('dialog') protected readonly dialog: HTMLDialogElement | null | undefined;

  protected close(): void {
    this.dialog?.close();
  }

  /** Closes the dialog on a click on its backdrop, whose target is the dialog itself. */
  protected closeOutside({ target }: MouseEvent): void {
    if (target === this.dialog) this.close();
  }
}
