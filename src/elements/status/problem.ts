import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { explainError } from '../../chat/errors/explainError.ts';
import type { Explanation, Remedy } from '../../chat/errors/explanation.ts';
import { status } from '../../language/en/status.ts';
import { fill } from '../../language/fill.ts';
import { type Action, act } from '../events.ts';
import { sharedStyles } from '../styles/shared.ts';

/** The buttons for errors that a retry cannot solve. */
const REMEDY_BUTTONS: Readonly<Record<Remedy, { action: Action; label: keyof typeof status }>> = {
  key: { action: 'open-settings', label: 'enterKey' },
  model: { action: 'open-settings', label: 'chooseModel' },
  address: { action: 'open-settings', label: 'checkAddress' },
  provider: { action: 'open-settings', label: 'chooseModel' },
  question: { action: 'rephrase', label: 'rephrase' },
  demos: { action: 'show-demos', label: 'demos' },
};

/** The remedies that an embedded conversation offers, without settings and demos. */
const WITHOUT_PAGE: readonly Remedy[] = ['key', 'question'];

/** An error: what happened, what to do, and a button that does it. */
export class Problem extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        padding: 0.875rem 1rem 1rem;
        border: 1px solid color-mix(in srgb, var(--glove-bad) 35%, transparent);
        border-radius: var(--glove-radius);
        background: var(--glove-bad-wash);
      }

      strong {
        color: var(--glove-bad);
      }

      p {
        margin: 0 0 0.25rem;
      }

      .buttons {
        margin-top: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) error: unknown;
  /** The action of the Retry button. */
  @property() retry: Action = 'retry';
  /** Whether it is an older failure, without buttons. */
  @property({ type: Boolean }) settled = false;
  /** Whether there are no settings and no list of demos. */
  @property({ type: Boolean }) embedded = false;

  protected override render(): TemplateResult {
    const explanation = explainError(this.error);
    const { title, advice, detail } = explanation;
    const demos = this.canPlay(explanation) ? ` ${status.demosPlayOffline}` : '';
    return html`
      <div role="alert">
        <p><strong>${fill(status.problem, { title })}</strong> ${advice}${demos}</p>
        <p class="detail" dir="auto">${detail}</p>
      </div>
      ${this.settled ? nothing : this.renderButtons(explanation)}
    `;
  }

  private renderButtons(explanation: Explanation): TemplateResult {
    const { settings, remedy } = explanation;
    const first = remedy && (!this.embedded || WITHOUT_PAGE.includes(remedy)) ? REMEDY_BUTTONS[remedy] : undefined;
    return html`
      <div class="buttons">
        ${first ? html`<button class="primary" @click=${() => act(this, first.action)}>${status[first.label]}</button>` : nothing}
        <button class=${first ? '' : 'primary'} @click=${() => act(this, this.retry)}>${status.retry}</button>
        ${settings && !first && !this.embedded ? html`<button @click=${() => act(this, 'open-settings')}>${status.settings}</button>` : nothing}
        ${this.canPlay(explanation) ? html`<button @click=${() => act(this, 'show-demos')}>${status.demos}</button>` : nothing}
      </div>
    `;
  }

  /** Whether the demos are a way out: without a network, only if the browser has them. */
  private canPlay({ offline }: Explanation): boolean {
    return offline === true && !this.embedded && isPageStored();
  }
}

/** Whether the browser stores the whole page, so that it and its demos work offline. */
function isPageStored(): boolean {
  const worker = globalThis.navigator?.serviceWorker?.controller?.scriptURL;
  return worker !== undefined && worker === new URL('serviceWorker.js', document.baseURI).href;
}
