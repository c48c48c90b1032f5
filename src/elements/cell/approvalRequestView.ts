import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ApprovalQuestion, CallPermission } from '../../chat/cellOutput.ts';
import { approval } from '../../language/en/approval.ts';
import { split } from '../../language/fill.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { sharedStyles } from '../styles/shared.ts';

/** A call of a tool that waits for the user: which tool, with what, and buttons to decide. Code chose the arguments. */
export class ApprovalRequestView extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        padding: 0 1rem 0.875rem;
      }

      section {
        display: flex;
        flex-direction: column;
        gap: 0.625rem;
        padding: 0.875rem 1rem;
        border: 1px solid var(--glove-accent);
        border-radius: var(--glove-radius);
        background: var(--glove-paper);
      }

      p,
      dl,
      dd {
        margin: 0;
      }

      .about {
        max-height: 6rem;
        overflow: auto;
        overflow-wrap: anywhere;
      }

      dl {
        display: grid;
        grid-template-columns: fit-content(40%) 1fr;
        gap: 0.25rem 0.875rem;
        max-height: 16rem;
        overflow: auto;
        direction: ltr;
        font: 0.8438rem / 1.6 var(--glove-mono);
      }

      dt {
        color: var(--glove-ink-soft);
        overflow-wrap: anywhere;
      }

      dd {
        min-width: 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      code {
        font-family: var(--glove-mono);
        overflow-wrap: anywhere;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) request: ApprovalQuestion | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { request } = this;
    if (!request) return nothing;
    const { tool, description, parameters } = request;
    const decide = (permission: CallPermission) => () => request.answer(permission);
    return html`
      <section aria-label=${approval.title}>
        <p>${split(approval.wants, { tool: html`<code>${tool}</code>` })}</p>
        ${description ? html`<p class="about small" dir="auto" tabindex="0">${escapeBidi(description)}</p>` : nothing}
        ${renderParameters(parameters)}
        <div class="buttons">
          <button class="primary" @click=${decide('once')}>${approval.allow}</button>
          <button @click=${decide('run')}>${approval.allowAll}</button>
          <button @click=${decide('never')}>${approval.refuse}</button>
        </div>
      </section>
    `;
  }
}

function renderParameters(parameters: ApprovalQuestion['parameters']): TemplateResult {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return html`<p class="small">${approval.withoutArguments}</p>`;
  return html`
    <dl tabindex="0" aria-label=${approval.arguments}>
      ${entries.map(([name, value]) => html`<dt>${escapeBidi(name)}</dt><dd>${escapeBidi(show(value))}</dd>`)}
    </dl>
  `;
}

/** Text as it is, so that its lines can be read; everything else as JSON. */
function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
