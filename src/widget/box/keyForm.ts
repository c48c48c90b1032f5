import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { ProviderName } from '../../chat/live/settings.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { box } from '../../language/en/embedded/box.ts';

/** The user entered a key, or cancelled: then there is no key. */
export class KeyEvent extends Event {
  constructor(readonly apiKey?: string) {
    super('glove-key');
  }
}

export class KeyForm extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        margin-bottom: 0.625rem;
        padding: 0.75rem 1rem;
        border-radius: var(--glove-radius);
        background: var(--glove-accent-wash);
        font-size: 0.9375rem;
      }

      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5rem;
      }

      p {
        flex: 1 0 100%;
      }

      label {
        flex: 1 1 12rem;
        font-size: 0.875rem;
        font-weight: 600;
      }

      input {
        display: block;
        width: 100%;
        min-height: 2.25rem;
        padding: 0 0.75rem;
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) provider: ProviderName = 'gemini';
  @query('input') private readonly input: HTMLInputElement | null | undefined;

  protected override render(): TemplateResult {
    return html`
      <form @submit=${this.submit}>
        <p>${this.provider === 'gemini' ? box.needsKey : box.serverNeedsKey}</p>
        <label>${box.key}<input type="password" required autocomplete="off" spellcheck="false" /></label>
        <button class="primary">${box.useKey}</button>
        <button type="button" @click=${() => this.dispatchEvent(new KeyEvent())}>${box.cancel}</button>
      </form>
    `;
  }

  protected override firstUpdated(): void {
    this.input?.focus();
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    this.dispatchEvent(new KeyEvent(this.input?.value.trim()));
  }
}
