import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { DialogElement } from '../../elements/dialogElement.ts';
import { app } from '../../language/en/app.ts';

/** A question before something that cannot be undone; without an action, a message. */
export interface Confirmation {
  title: string;
  text: string;
  /** The original error message. */
  detail?: string;
  /** The label of the button that confirms. */
  action?: string;
}

/** Asks for a confirmation, or shows a message. */
export class ConfirmDialog extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      .detail {
        margin-top: 0.5rem;
      }
    `,
  ];

  @state() private confirmation: Confirmation | undefined;
  #answer: (confirmed: boolean) => void = () => {};

  /** Resolves to the user's decision. */
  async ask(confirmation: Confirmation): Promise<boolean> {
    this.#answer(false);
    this.confirmation = confirmation;
    await this.updateComplete;
    if (!this.dialog) return false;
    this.dialog.returnValue = '';
    if (!this.dialog.open) this.dialog.showModal();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" aria-describedby="about" @close=${this.answer}>
        ${this.confirmation ? this.renderForm(this.confirmation) : nothing}
      </dialog>
    `;
  }

  private renderForm({ title, text, detail, action }: Confirmation): TemplateResult {
    return html`
      <form method="dialog">
        <h2 id="title">${title}</h2>
        <p id="about">${text}</p>
        ${detail ? html`<p class="detail">${detail}</p>` : nothing}
        <div class="buttons">
          ${action ? html`<button class="primary" value="confirmed">${action}</button>` : nothing}
          <button autofocus>${action ? app.cancel : app.close}</button>
        </div>
      </form>
    `;
  }

  private answer(): void {
    this.#answer(this.dialog?.returnValue === 'confirmed');
  }
}
