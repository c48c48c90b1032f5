import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { files } from '../../language/en/content/files.ts';
import { fillPlural } from '../../language/fill.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { sharedStyles } from '../styles/shared.ts';

/** Entries of one value that are shown. */
const MAX_ENTRIES = 1_000;
const MAX_TEXT = 2_000;

/** A value of JSON: what is in it appears when it is opened. */
export class JsonTree extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        font: 0.8438rem / 1.6 var(--glove-mono);
      }

      summary {
        width: fit-content;
        cursor: pointer;
      }

      ul {
        margin-inline-start: 0.375rem;
        padding-inline-start: 1rem;
        border-inline-start: 1px solid var(--glove-line);
      }

      .name {
        color: var(--glove-accent);
      }

      .value {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      .kind {
        color: var(--glove-ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) name: string | undefined;
  @property({ attribute: false }) value: unknown;
  @property({ type: Boolean }) open = false;
  @state() private wasOpened = false;

  protected override render(): TemplateResult {
    const { value } = this;
    const name = this.name === undefined ? nothing : html`<span class="name">${escapeBidi(this.name)}</span>: `;
    if (typeof value !== 'object' || value === null)
      return html`<div class="value">${name}${textOfScalar(value)}</div>`;
    return html`
      <details ?open=${this.open} @toggle=${this.onToggle}>
        <summary>${name}<span class="kind">${describe(value)}</span></summary>
        ${this.open || this.wasOpened ? renderEntries(value) : nothing}
      </details>
    `;
  }

  private onToggle(): void {
    this.wasOpened = true;
  }
}

function renderEntries(value: object): TemplateResult {
  const entries = Object.entries(value);
  const rest = entries.length - MAX_ENTRIES;
  return html`<ul>
    ${entries.slice(0, MAX_ENTRIES).map(([name, each]) => html`<li><glove-json-tree .name=${name} .value=${each}></glove-json-tree></li>`)}
    ${rest > 0 ? html`<li class="kind">${fillPlural(files.more, rest)}</li>` : nothing}
  </ul>`;
}

function describe(value: object): string {
  const count = Object.keys(value).length;
  return fillPlural(Array.isArray(value) ? files.items : files.keys, count);
}

function textOfScalar(value: unknown): string {
  const text = escapeBidi(JSON.stringify(value) ?? '');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
