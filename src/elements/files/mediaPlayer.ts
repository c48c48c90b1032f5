import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';

/** Plays a sound or a film; fires `error` if it can't. A page's policy has to allow it: `media-src blob:`. */
export class MediaPlayer extends LitElement {
  static override readonly styles = css`
    :host {
      display: block;
    }

    audio,
    video {
      display: block;
      width: 100%;
      max-height: calc(100dvh - 12rem);
    }
  `;

  @property() type: 'audio' | 'video' = 'audio';
  @property() label = '';
  @property({ attribute: false }) bytes: Blob | undefined;
  #address: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#revoke();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('bytes')) return;
    this.#revoke();
    this.#address = this.bytes && URL.createObjectURL(this.bytes);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#address === undefined) return nothing;
    return this.type === 'audio'
      ? html`<audio controls src=${this.#address} aria-label=${this.label} @error=${this.fail}></audio>`
      : html`<video controls src=${this.#address} aria-label=${this.label} @error=${this.fail}></video>`;
  }

  private fail(): void {
    this.dispatchEvent(new Event('error'));
  }

  #revoke(): void {
    if (this.#address !== undefined) URL.revokeObjectURL(this.#address);
    this.#address = undefined;
  }
}
