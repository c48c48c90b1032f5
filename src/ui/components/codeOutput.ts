import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { OutputPiece } from '../transcript.ts';
import { base } from './base.ts';

/** Pixels from the end within which a reader counts as being at the end. */
const NEAR = 24;

/** What code writes, as it writes it. Follows its end for a reader who is there. */
export class CodeOutput extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
        background: var(--glove-surface);
      }

      pre,
      p {
        margin: 0;
        padding: 0 1rem 0.875rem;
      }

      pre {
        overflow: auto;
        max-height: 20rem;
        font: 0.8438rem / 1.6 var(--glove-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      pre:focus-visible {
        outline-offset: -2px;
      }

      .stderr {
        color: var(--glove-bad);
      }

      p {
        color: var(--glove-ink-soft);
        font-size: 0.875rem;
      }
    `,
  ];

  @property({ attribute: false }) pieces: readonly OutputPiece[] = [];
  @property({ type: Boolean }) ended = false;
  @query('pre') private readonly box: HTMLElement | null | undefined;

  #follows = true;

  protected override willUpdate(): void {
    const { box } = this;
    if (box) this.#follows = box.scrollHeight - box.clientHeight - box.scrollTop < NEAR;
  }

  protected override updated(): void {
    if (this.box && this.#follows) this.box.scrollTop = this.box.scrollHeight;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.pieces.length === 0) return this.ended ? html`<p>It printed nothing.</p>` : nothing;
    const spans = this.pieces.map(({ stream, text }) => html`<span class=${stream}>${text}</span>`);
    return html`<pre tabindex="0" role="region" aria-label="Output of the code">${spans}</pre>`;
  }
}
