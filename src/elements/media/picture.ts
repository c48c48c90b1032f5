import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { fromBase64 } from '../../bytes/base64.ts';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { displaySize } from '../../pictures/displaySize.ts';
import { pictureExtension } from '../../pictures/mediaTypes.ts';
import { whyUnfit } from '../../pictures/oversizedPictures.ts';
import type { Unfit } from '../../pictures/unfit.ts';
import { downloadName, visibleName } from '../../text/safeName.ts';
import { DialogElement } from '../dialogElement.ts';
import { downloadFile } from '../files/downloadFile.ts';
import { reasonUnfit } from './reasonUnfit.ts';

/** A picture that opens in a dialog. */
export class Picture extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      .open {
        display: block;
        max-width: 100%;
        min-height: 0;
        padding: 0;
        overflow: hidden;
        border: 1px solid var(--glove-line);
        border-radius: var(--glove-radius);
        background: none;
        cursor: zoom-in;
      }

      img {
        display: block;
        max-width: 100%;
        height: auto;
        /* Behind what is transparent, and not of the button: where that is a fraction of a pixel wider, it would show. */
        background: #fff;
      }

      /* By the width alone, which the element states: the height follows before it is decoded. A drawing may state none. */
      .open img {
        max-width: min(100%, var(--glove-picture-height, 32rem) * var(--ratio, 100));
        max-height: var(--glove-picture-height, 32rem);
      }

      :host([small]) .open img {
        width: auto;
        min-width: 2.5rem;
        max-width: 9rem;
        height: var(--glove-thumbnail-height, 3.5rem);
        object-fit: cover;
      }

      dialog {
        width: fit-content;
        max-width: calc(100vw - 1rem);
        max-height: calc(100dvh - 1rem);
      }

      dialog[open] {
        display: flex;
        flex-direction: column;
      }

      .stage {
        flex: 1;
        min-height: 0;
        overflow: auto;
      }

      .stage.fitted img {
        max-width: min(100%, (100dvh - 5rem) * var(--ratio, 100));
        max-height: calc(100dvh - 5rem);
        margin: 0 auto;
      }

      .stage:not(.fitted) img {
        max-width: none;
      }

      .buttons {
        flex: none;
        align-items: center;
        margin: 0;
        padding: 0.5rem;
      }

      .name {
        flex: 1;
        min-width: 0;
        padding-inline-start: 0.5rem;
        color: var(--glove-ink-soft);
        font-size: 0.875rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() mimeType = '';
  /** Base64. */
  @property({ attribute: false }) data = '';
  /** The path, if the code saved it as a file. */
  @property({ attribute: false }) path: string | undefined;
  /** Whether it is a thumbnail until it is opened. */
  @property({ type: Boolean, reflect: true }) small = false;
  @property() alt = '';
  /** Why it is not shown, if it is not safe to. */
  @state() private unfit: Unfit | undefined;
  /** In CSS pixels; unknown for drawings. */
  @state() private size: ReturnType<typeof displaySize>;
  @state() private isFitted = true;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('mimeType') && !changed.has('data')) return;
    this.unfit = whyUnfit(this.mimeType, this.data);
    this.size = displaySize(this.mimeType, this.data);
    if (this.size) this.style.setProperty('--ratio', String(this.size.width / this.size.height));
    else this.style.removeProperty('--ratio');
  }

  protected override render(): TemplateResult {
    if (this.unfit)
      return html`<p class="field-name">${fill(media.pictureLeftOut, { reason: reasonUnfit(this.unfit) })}</p>`;
    if (pictureExtension(this.mimeType) === undefined)
      return html`<p class="field-name">inlineData · ${this.mimeType}</p>`;
    const name = this.path === undefined ? this.alt || media.pictureOfCode : visibleName(this.path);
    return html`
      <button class="open" aria-label=${fill(media.enlarge, { name })} @click=${this.open}>${this.renderImage(name)}</button>
      <dialog aria-label=${name} @click=${this.closeOutside}>
        <div class="stage ${this.isFitted ? 'fitted' : ''}" tabindex="0" role="region" aria-label=${media.picture}>
          ${this.renderImage(name)}
        </div>
        <div class="buttons">
          <bdi class="name">${this.path === undefined ? nothing : name}</bdi>
          <button @click=${this.resize}>${this.isFitted ? media.actualSize : media.fit}</button>
          <button @click=${this.download}>${media.download}</button>
          <button class="primary" autofocus @click=${this.close}>${media.close}</button>
        </div>
      </dialog>
    `;
  }

  /** With its size, so that nothing moves when it is decoded. */
  private renderImage(alt: string): TemplateResult {
    const { size } = this;
    return html`<img src=${this.address} width=${size?.width ?? nothing} height=${size?.height ?? nothing} alt=${alt} />`;
  }

  /** An image element runs no scripts of an SVG, and loads nothing that it refers to. */
  private get address(): string {
    return `data:${this.mimeType};base64,${this.data}`;
  }

  private open(): void {
    this.isFitted = true;
    this.dialog?.showModal();
  }

  private resize(): void {
    this.isFitted = !this.isFitted;
  }

  private download(): void {
    const name = this.path === undefined ? `picture.${pictureExtension(this.mimeType)}` : downloadName(this.path);
    downloadFile(new File([fromBase64(this.data)], name, { type: this.mimeType }));
  }
}
