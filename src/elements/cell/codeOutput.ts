import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import {
  type CellOutput,
  type InputRequest,
  inOrder,
  type OutputPiece,
  type ShownDisplay,
  type UserRequest,
} from '../../chat/cellOutput.ts';
import { cell } from '../../language/en/cell.ts';
import { loadApproval, loadMedia } from '../lazyElements.ts';
import { sharedStyles } from '../styles/shared.ts';
import type { OutputText } from './outputText.ts';

/** The output of code as it arrives: text, displays and prompts, in order. */
export class CodeOutput extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      p {
        padding: 0 1rem 0.875rem;
      }

      /* Plain text until the element is loaded. */
      glove-display-view:not(:defined) {
        display: block;
        direction: ltr;
        padding: 0 1rem 0.875rem;
        font: 0.8438rem / 1.6 var(--glove-mono);
        white-space: pre-wrap;
      }
    `,
  ];

  @property({ attribute: false }) cell: CellOutput = { output: [] };
  @property({ type: Boolean }) ended = false;
  @property() label: string = cell.output;

  /** Whether the user has started the code, and expects its prompts. */
  @property({ type: Boolean }) own = false;
  @query('glove-output-text:last-of-type') private readonly lastText: OutputText | null | undefined;

  #hasAnswered = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('cell')) return;
    if (this.cell.displays) loadMedia();
    if (this.cell.userRequests?.some(({ type }) => type === 'approval')) loadApproval();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const hasAsked = changed.get('cell')?.userRequests;
    if (!hasAsked || this.cell.userRequests || !this.#hasAnswered) return;
    // The answered field is gone: moves its focus to the output.
    this.lastText?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const parts = inOrder(this.cell);
    const [request] = this.cell.userRequests ?? [];
    if (parts.length === 0 && !request) return this.ended ? html`<p class="remark">${cell.noOutput}</p>` : nothing;
    return html`
      ${parts.map((part) => (isDisplay(part) ? this.renderDisplay(part) : this.renderText(part)))}
      ${request ? this.renderRequest(request) : nothing}
    `;
  }

  private renderRequest(request: UserRequest): TemplateResult {
    if (request.type === 'approval') return html`<glove-approval-request .request=${request}></glove-approval-request>`;
    return html`<glove-input-request
      .prompt=${request.prompt}
      .answer=${(line: string) => this.answer(request, line)}
      ?expected=${this.own || this.#hasAnswered}
    ></glove-input-request>`;
  }

  private answer(request: InputRequest, line: string): void {
    this.#hasAnswered = true;
    request.answer(line);
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
