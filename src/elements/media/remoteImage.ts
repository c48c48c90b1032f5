import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { toBase64 } from '../../bytes/base64.ts';
import { errorMessage } from '../../errors.ts';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { formatMegabytes } from '../../language/formatSize.ts';
import { isRaster } from '../../pictures/mediaTypes.ts';
import { sharedStyles } from '../styles/shared.ts';

/** The largest picture, in bytes. */
const MAX_SIZE = 20_000_000;

type Loading =
  | { state: 'idle' }
  | { state: 'loading' }
  | { state: 'loaded'; mimeType: string; data: string }
  /** `isFinal`: the other site has something else there. */
  | { state: 'failed'; reason: string; isFinal: boolean };

/** What is at an address is no picture that is shown. */
class UnfitError extends TypeError {}

/**
 * A picture of another site in a model's text. Its address may contain what the model has read, so it is loaded only if the user asks, and
 * then without cookies and referrer.
 */
export class RemoteImage extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        margin: 0.5rem 0;
      }

      .box {
        gap: 0.5rem 1rem;
        padding: 0.75rem 1rem;
        border: 1px dashed var(--glove-line-strong);
        border-radius: var(--glove-radius);
        font-size: 0.9375rem;
      }

      .words {
        flex: 1 1 14rem;
        min-width: 0;
      }

      .words span {
        display: block;
      }

      .address {
        max-height: 4.5rem;
        overflow: auto;
      }

      a {
        color: var(--glove-accent);
      }
    `,
  ];

  @property() address = '';
  @property() alt = '';
  @state() private loading: Loading = { state: 'idle' };

  protected override render(): TemplateResult {
    const { loading } = this;
    if (loading.state === 'loaded') {
      return html`<glove-picture mimeType=${loading.mimeType} .data=${loading.data} .alt=${this.alt}></glove-picture>`;
    }
    return html`
      <div class="box row" role="group" aria-label=${media.pictureElsewhere}>
        <div class="words">
          <span>${this.alt}</span>
          <span class="address field-name">${this.address}</span>
          <span class="remark" role="status">${this.renderState(loading)}</span>
        </div>
        ${loading.state === 'failed' && loading.isFinal ? nothing : this.renderButton(loading)}
      </div>
    `;
  }

  private renderButton({ state }: Loading): TemplateResult {
    return html`
      <button ?disabled=${state === 'loading'} @click=${this.load}>
        ${state === 'failed' ? media.tryAgain : media.loadPicture}
      </button>
    `;
  }

  private renderState(loading: Exclude<Loading, { state: 'loaded' }>): TemplateResult | string {
    switch (loading.state) {
      case 'idle':
        return media.notLoaded;
      case 'loading':
        return media.loading;
      case 'failed':
        return html`${loading.reason}
          <a href=${this.address} target="_blank" rel="noopener noreferrer">${media.openTab}</a>`;
    }
  }

  private async load(): Promise<void> {
    this.loading = { state: 'loading' };
    try {
      this.loading = { state: 'loaded', ...(await fetchPicture(this.address)) };
    } catch (error) {
      const reason = fill(media.pictureFailed, { reason: errorMessage(error) });
      this.loading = { state: 'failed', reason, isFinal: error instanceof UnfitError };
    }
  }
}

/** The page's policy does not let image elements load from other sites. */
async function fetchPicture(address: string): Promise<{ mimeType: string; data: string }> {
  const response = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!response.ok) throw new TypeError(fill(media.serverAnswered, { status: String(response.status) }));
  const blob = await response.blob();
  const { type, size } = blob;
  if (!isRaster(type)) throw new UnfitError(media.noPicture);
  if (size > MAX_SIZE) throw new UnfitError(fill(media.tooLarge, { size: formatMegabytes(MAX_SIZE) }));
  return { mimeType: type, data: toBase64(new Uint8Array(await blob.arrayBuffer())) };
}
