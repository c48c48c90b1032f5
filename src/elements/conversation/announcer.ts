import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sharedStyles } from '../styles/shared.ts';

/** How long the text stays in the document, in ms: long enough to be announced, too short to be read again later. */
const STAYS = 3000;

/** Announces text to screen readers once. */
export class Announcer extends LitElement {
  static override readonly styles = sharedStyles;

  @property() text = '';
  @state() private spoken = '';

  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('text')) return;
    this.spoken = this.text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.spoken = '';
    }, STAYS);
  }

  protected override render(): TemplateResult {
    return html`<p class="visually-hidden" role="status">${this.spoken}</p>`;
  }
}
