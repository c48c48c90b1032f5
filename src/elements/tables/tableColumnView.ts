import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { tables } from '../../language/en/content/tables.ts';
import { fill } from '../../language/fill.ts';
import {
  TABLE_OPERATORS,
  type TableCell,
  type TableColumn,
  type TableData,
  type TableFilter,
  type TableOperator,
  type TableSummary,
} from '../../sandbox/tables/tableData.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { GloveDraftEvent } from '../events.ts';
import { sharedStyles } from '../styles/shared.ts';
import type { TableRows } from './tableRows.ts';
import { formatCount, nameOfColumn, nameOfOperator, nameOfTable, textOfCell } from './tableText.ts';

const STATISTICS = [
  ['min', 'smallest'],
  ['max', 'largest'],
  ['mean', 'mean'],
  ['median', 'median'],
  ['deviation', 'deviation'],
] as const satisfies readonly (readonly [keyof TableSummary, string])[];

/** The user filters a column, or removes its filter. */
export class FilterEvent extends Event {
  constructor(readonly filter: TableFilter | undefined) {
    super('glove-filter');
  }
}

/** What a column of a table has in it, and its filter. */
export class TableColumnView extends LitElement {
  static override readonly shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override readonly styles = [
    sharedStyles,
    css`
      section {
        margin-bottom: 0.5rem;
        padding: 0.5rem 0.75rem 0.75rem;
        border: 1px solid var(--glove-line);
        border-radius: calc(var(--glove-radius) * 0.8);
        background: var(--glove-surface);
        font-size: 0.8125rem;
      }

      header {
        gap: 0 0.5rem;
      }

      .name {
        font-size: 0.875rem;
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      header .field-name {
        flex: 1;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 2rem;
        margin: 0.25rem 0 0.75rem;
      }

      dl {
        display: grid;
        grid-template-columns: auto auto;
        gap: 0.125rem 0.75rem;
        align-content: start;
        margin: 0;
      }

      dt {
        color: var(--glove-ink-soft);
        overflow-wrap: anywhere;
      }

      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
        text-align: end;
        overflow-wrap: anywhere;
      }

      .common dt {
        max-width: 24ch;
        overflow: hidden;
        color: inherit;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .facts p {
        margin: 0 0 0.125rem;
        color: var(--glove-ink-soft);
      }

      form {
        gap: 0.375rem;
      }

      form > *,
      header button {
        min-height: 2rem;
        padding: 0 0.625rem;
        font-size: 0.8125rem;
      }

      input {
        flex: 1 1 8rem;
        min-width: 0;
        max-width: 16rem;
      }
    `,
  ];

  @property({ attribute: false }) table: TableData | undefined;
  /** What a question calls the table. */
  @property({ attribute: false }) name: string | undefined;
  @property({ attribute: false }) column = 0;
  @property({ attribute: false }) filter: TableFilter | undefined;
  @property({ attribute: false }) rows: TableRows | undefined;
  @state() private summary: TableSummary | 'loading' | undefined;
  @state() private note: string | undefined;
  /** Whether there is a field for questions. */
  @state() private canAsk = false;
  @state() private operator: TableOperator = 'contains';

  override connectedCallback(): void {
    super.connectedCallback();
    this.canAsk = !this.dispatchEvent(new GloveDraftEvent(''));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('column') || changed.has('rows')) this.load();
    if (changed.has('column') || changed.has('filter'))
      this.operator = this.filter?.operator ?? this.operators[0] ?? '=';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { table, column, summary } = this;
    const described = table?.columns[column];
    if (!table || !described) return nothing;
    const name = nameOfColumn(described, column, table.labels);
    return html`
      <section aria-label=${fill(tables.column, { column: name })}>
        <header class="row">
          <span class="name">${name}</span>
          <span class="field-name">${escapeBidi(described.dtype)}</span>
          ${this.canAsk ? html`<button @click=${() => this.ask(table, name)}>${tables.ask}</button>` : nothing}
          <button class="quiet" @click=${this.close}>${tables.close}</button>
        </header>
        <div class="facts" role="status">${summary === 'loading' ? html`<span class="remark">${tables.counting}</span>` : this.renderFacts(table, summary)}</div>
        ${this.renderFilter(name)}
      </section>
    `;
  }

  private renderFacts({ rowCount }: TableData, summary: TableSummary | undefined): TemplateResult {
    if (!summary) return html`<span class="remark">${this.note}</span>`;
    const missing = summary.missing > 0 && rowCount > 0 ? ` (${percent(summary.missing / rowCount)})` : '';
    return html`
      <dl>
        <dt>${tables.missingValues}</dt>
        <dd>${formatCount(summary.missing)}${missing}</dd>
        <dt>${tables.different}</dt>
        <dd>${formatCount(summary.distinct)}</dd>
        ${STATISTICS.map(([key, label]) => {
          const value = summary[key];
          return value === undefined ? nothing : html`<dt>${tables[label]}</dt><dd>${textOf(value)}</dd>`;
        })}
      </dl>
      ${this.renderCommon(summary)}
    `;
  }

  private renderCommon({ common }: TableSummary): TemplateResult | typeof nothing {
    // Values that are all different are no news.
    if (!common.some(([, count]) => count > 1)) return nothing;
    return html`
      <div>
        <p>${tables.mostCommon}</p>
        <dl class="common">
          ${common.map(([value, count]) => html`<dt title=${textOf(value)}>${textOf(value)}</dt><dd>${formatCount(count)}</dd>`)}
        </dl>
      </div>
    `;
  }

  private renderFilter(name: string): TemplateResult {
    const { filter, operator } = this;
    const needsValue = operator !== 'missing' && operator !== 'present';
    return html`
      <form class="row" @submit=${this.submit}>
        <label class="visually-hidden" for="operator">${fill(tables.rowsWhose, { column: name })}</label>
        <select id="operator" .value=${live(operator)} @change=${this.choose}>
          ${this.operators.map((each) => html`<option value=${each} ?selected=${each === operator}>${nameOfOperator(each)}</option>`)}
        </select>
        ${needsValue ? html`<input name="value" aria-label=${tables.value} autocomplete="off" spellcheck="false" .value=${live(filter?.value ?? '')} />` : nothing}
        <button>${tables.filter}</button>
        ${filter ? html`<button type="button" class="quiet" @click=${() => this.dispatchEvent(new FilterEvent(undefined))}>${tables.removeFilter}</button>` : nothing}
      </form>
    `;
  }

  /** The operators that make sense for the column, the commonest first. */
  private get operators(): readonly TableOperator[] {
    const type: TableColumn['type'] = this.table?.columns[this.column]?.type ?? 'other';
    const isOrdered = type === 'number' || type === 'date';
    return isOrdered
      ? TABLE_OPERATORS.filter((each) => each !== 'contains')
      : TABLE_OPERATORS.filter((each) => !/[<>]/.test(each));
  }

  private async load(): Promise<void> {
    const { rows, column } = this;
    this.summary = 'loading';
    const answer = await rows?.summary(column);
    if (this.column !== column || this.rows !== rows) return;
    this.summary = answer?.value;
    this.note = answer?.note;
  }

  private choose({ currentTarget }: Event): void {
    this.operator = (currentTarget as HTMLSelectElement).value as TableOperator;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const { column, operator } = this;
    const value = new FormData(event.currentTarget as HTMLFormElement).get('value');
    this.dispatchEvent(
      new FilterEvent({ column, operator, ...(typeof value === 'string' && { value: value.trim() }) }),
    );
  }

  private ask(table: TableData, column: string): void {
    const name = this.name ?? nameOfTable(table);
    this.dispatchEvent(new GloveDraftEvent(fill(tables.question, { column, table: name })));
  }

  private close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

function textOf(value: TableCell): string {
  return value === null ? tables.missing : textOfCell(value);
}

function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return rounded === 0 ? tables.underOne : fill(tables.percent, { number: rounded });
}
