import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { OutputPiece } from '../../chat/cellOutput.ts';
import { cell } from '../../language/en/cell.ts';
import { fillPlural } from '../../language/fill.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { ESCAPE, withoutColours, writeOver } from '../../text/terminal.ts';
import { LazyModule } from '../lazyModule.ts';
import { sharedStyles } from '../styles/shared.ts';
import { ansiColours } from './ansiColours.ts';
import { inOwnWords } from './ownWords.ts';

/** Matches the lines of a traceback that show code, with the marks below it. */
const CODE_LINES = /((?:^[ \t]+\S.*(?:\n|$))+)/m;

/** Within this distance, in pixels, the output counts as scrolled to its end. */
const NEAR = 24;

/** Text output as it arrives. Stays scrolled to its end if the user has not scrolled up. Long output can be expanded. */
export class OutputText extends LitElement {
  static override readonly styles = [
    sharedStyles,
    ansiColours,
    css`
      pre {
        overflow: auto;
        max-height: 20rem;
        margin: 0;
        padding: 0 1rem 0.875rem;
        font: 0.8438rem / 1.6 var(--glove-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      pre.whole {
        max-height: none;
      }

      pre:focus-visible {
        outline-offset: -2px;
      }

      /* Marks stay below their words. */
      .code {
        white-space: pre;
      }

      @media print {
        pre {
          max-height: none;
        }

        .code {
          white-space: inherit;
        }
      }

      .stderr {
        color: var(--glove-bad);
      }
    `,
  ];

  @property({ attribute: false }) pieces: readonly OutputPiece[] = [];
  /** The accessible name. */
  @property() label = '';
  @state() private isWhole = false;
  @state() private isLong = false;
  @query('pre') private readonly box: HTMLElement | null | undefined;

  readonly #ansi = new LazyModule(this, () => import('./ansi.ts'));
  #follows = true;

  protected override willUpdate(): void {
    const { box } = this;
    if (box) this.#follows = box.scrollHeight - box.clientHeight - box.scrollTop < NEAR;
  }

  protected override updated(): void {
    const { box } = this;
    if (!box) return;
    if (this.#follows && !this.isWhole) box.scrollTop = box.scrollHeight;
    if (!this.isWhole) this.isLong = box.scrollHeight > box.clientHeight + 1;
  }

  protected override render(): TemplateResult {
    const spans = this.pieces.map((piece) => html`<span class=${piece.stream}>${this.renderPiece(piece)}</span>`);
    return html`
      <pre class=${this.isWhole ? 'whole' : ''} tabindex="0" role="group" aria-label=${this.label}>${spans}</pre>
      ${this.isLong ? this.renderToggle() : nothing}
    `;
  }

  private renderToggle(): TemplateResult {
    const lines = this.pieces.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
    const all = lines > 1 ? fillPlural(cell.showAllLines, lines) : cell.showAll;
    const words = this.isWhole ? cell.showLess : all;
    return html`<button class="quiet toggle" aria-expanded=${this.isWhole} @click=${this.toggle}>${words}</button>`;
  }

  private renderPiece({ stream, text }: OutputPiece): string | TemplateResult[] {
    const written = inOwnWords(escapeBidi(writeOver(text)));
    if (written.includes(ESCAPE)) return this.renderColours(written);
    if (stream === 'stdout') return written;
    return written.split(CODE_LINES).map((part, index) => html`<span class=${index % 2 ? 'code' : ''}>${part}</span>`);
  }

  private renderColours(written: string): string | TemplateResult[] {
    const spans = this.#ansi.value?.readAnsi(written);
    return (
      spans?.map(({ text: part, classes }) => html`<span class=${classes}>${part}</span>`) ?? withoutColours(written)
    );
  }

  override focus(): void {
    this.box?.focus();
  }

  private toggle(): void {
    this.isWhole = !this.isWhole;
  }
}
