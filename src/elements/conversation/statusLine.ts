import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { StatusEntry } from '../../chat/transcript.ts';
import { conversation } from '../../language/en/conversation.ts';
import { fill } from '../../language/fill.ts';
import { sharedStyles } from '../styles/shared.ts';

const SECOND = 1000;

/** A message about the progress of the answer, with a countdown to the next attempt. */
export class StatusLine extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      p {
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) status: StatusEntry | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.status) return nothing;
    const { text, until } = this.status;
    // Screen readers would announce the countdown every second.
    return html`<p class="remark"><span role="status">${text}</span>${until === undefined ? nothing : html` <span aria-hidden="true">${describeWait(until)}</span>`}</p>`;
  }

  protected override updated(): void {
    clearTimeout(this.#timer);
    const left = (this.status?.until ?? 0) - Date.now();
    if (left > 0) this.#timer = setTimeout(() => this.requestUpdate(), left % SECOND || SECOND);
  }
}

function describeWait(until: number): string {
  const left = Math.ceil((until - Date.now()) / SECOND);
  return left > 0 ? fill(conversation.retryIn, { seconds: left }) : conversation.retrying;
}
