import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { type CellOutput, inOrder, type OutputPiece, type ShownDisplay } from '../cellOutput.ts';
import { loadRich } from '../loadElements.ts';
import { base } from './base.ts';

/** What code gives, as it gives it: what it writes, and what it shows, in order. */
export class CodeOutput extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
      }

      p {
        margin: 0;
        padding: 0 1rem 0.875rem;
        color: var(--glove-ink-soft);
        font-size: 0.875rem;
      }

      /* What is shown until it can be shown well. */
      glove-display-view:not(:defined) {
        display: block;
        padding: 0 1rem 0.875rem;
        font: 0.8438rem / 1.6 var(--glove-mono);
        white-space: pre-wrap;
      }
    `,
  ];

  @property({ attribute: false }) cell: CellOutput = { output: [] };
  @property({ type: Boolean }) ended = false;
  /** What a screen reader calls the text. */
  @property() label = 'Output of the code';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('cell') && this.cell.displays) loadRich();
  }

  protected override render(): TemplateResult | TemplateResult[] {
    const parts = inOrder(this.cell);
    if (parts.length === 0) return this.ended ? html`<p>It printed nothing.</p>` : [];
    return parts.map((part) => (isDisplay(part) ? this.renderDisplay(part) : this.renderText(part)));
  }

  private renderText(pieces: readonly OutputPiece[]): TemplateResult {
    return html`<glove-output-text .pieces=${pieces} label=${this.label}></glove-output-text>`;
  }

  private renderDisplay(display: ShownDisplay): TemplateResult {
    return html`<glove-display-view .display=${display}>${display.data['text/plain'] ?? ''}</glove-display-view>`;
  }
}

function isDisplay(part: readonly OutputPiece[] | ShownDisplay): part is ShownDisplay {
  return 'data' in part;
}
