import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Chart, ChartValue, SingleChart } from '../../sandbox/charts/chart.ts';
import { describeChart } from '../../sandbox/charts/describeChart.ts';
import { sharedStyles } from '../styles/shared.ts';
import { rowsOf } from './figureRows.ts';

/** Rows of a chart that are shown. */
const MAX_ROWS = 500;

/** The data of a figure as tables, when the user asks for them. */
export class FigureTable extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      summary {
        width: fit-content;
        color: var(--glove-ink-soft);
        font-size: 0.875rem;
        cursor: pointer;
      }

      .remark {
        margin-top: 0.5rem;
      }

      .scroll {
        max-height: 20rem;
        overflow: auto;
      }

      table {
        border-collapse: collapse;
        font-size: 0.875rem;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: 0.3rem 0.75rem;
        border-bottom: 1px solid var(--glove-line);
        text-align: left;
      }

      .number {
        text-align: right;
      }
    `,
  ];

  @property({ attribute: false }) chart: Chart | undefined;
  @state() private isOpen = false;

  protected override render(): TemplateResult | typeof nothing {
    const { chart } = this;
    const charts = (chart?.type === 'superchart' ? chart.elements : [chart]).filter((each) => each !== undefined);
    if (!charts.some(({ elements }) => elements.length > 0)) return nothing;
    return html`
      <details @toggle=${this.toggle}>
        <summary>Show as table</summary>
        ${this.isOpen ? charts.map(renderChart) : nothing}
      </details>
    `;
  }

  private toggle({ currentTarget }: Event): void {
    this.isOpen = currentTarget instanceof HTMLDetailsElement && currentTarget.open;
  }
}

function renderChart(chart: SingleChart): TemplateResult | typeof nothing {
  const { header, rows } = rowsOf(chart);
  if (rows.length === 0) return nothing;
  const name = describeChart(chart);
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const align = (column: number) => (isNumber[column] ? 'number' : '');
  return html`
    <p class="remark">${name}${rows.length > MAX_ROWS ? `. The first ${MAX_ROWS} rows` : ''}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${name}>
      <table>
        <thead>
          <tr>${header.map((title, column) => html`<th scope="col" class=${align(column)}>${title}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows
            .slice(0, MAX_ROWS)
            .map(
              (row) =>
                html`<tr>${row.map((value, column) => html`<td class=${align(column)}>${readable(value)}</td>`)}</tr>`,
            )}
        </tbody>
      </table>
    </div>
  `;
}

/** Without the last digits of a number, which are noise of a sum, and without the midnight of a day. */
function readable(value: ChartValue): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(12)));
  return value.replace(/^(\d{4}-\d\d-\d\d)T00:00:00$/, '$1');
}
