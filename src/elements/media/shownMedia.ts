import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { fromBase64 } from '../../bytes/base64.ts';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { downloadFile } from '../files/downloadFile.ts';
import { sharedStyles } from '../styles/shared.ts';

/** Sound or a film from Python. It plays when the user starts it. */
export class ShownMedia extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      glove-media-player {
        max-width: 30rem;
      }

      .quiet {
        margin-inline-start: -0.9375rem;
      }
    `,
  ];

  /** Of `audio/` or `video/`. */
  @property() mimeType = '';
  /** Base64. */
  @property({ attribute: false }) data = '';
  @state() private file: File | undefined;
  @state() private isFailed = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('data') && !changed.has('mimeType')) return;
    this.isFailed = false;
    try {
      const name = `media.${/\w+$/.exec(this.mimeType)?.[0] ?? 'bin'}`;
      this.file = new File([fromBase64(this.data)], name, { type: this.mimeType });
    } catch {
      // Code has made it, and it is no base64.
      this.file = undefined;
    }
  }

  protected override render(): TemplateResult {
    const type = this.mimeType.startsWith('video/') ? 'video' : 'audio';
    const name = type === 'video' ? media.video : media.audio;
    if (this.file && !this.isFailed) {
      return html`<glove-media-player type=${type} label=${name} .bytes=${this.file} @error=${this.fail}></glove-media-player>`;
    }
    return html`
      <p class="remark">${fill(media.notPlayed, { name, type: this.mimeType })}</p>
      ${this.file ? html`<button class="quiet" @click=${this.download}>${media.download}</button>` : ''}
    `;
  }

  private fail(): void {
    this.isFailed = true;
  }

  private download(): void {
    if (this.file) downloadFile(this.file);
  }
}
