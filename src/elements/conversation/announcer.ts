import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sharedStyles } from '../styles/shared.ts';

/** Milliseconds that words stay in the document: long enough to be picked up, too short to be met again when reading on. */
const STAYS = 3000;

/** Tells a screen reader what is visible elsewhere, once. */
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
