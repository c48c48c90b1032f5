import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import type { Chart, SingleChart } from '../../sandbox/charts/chart.ts';
import { describeChart } from '../../sandbox/charts/describeChart.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { LazyModule } from '../lazyModule.ts';
import { register } from '../register.ts';
import { sharedStyles } from '../styles/shared.ts';
import { readable, rowsOf } from './figureRows.ts';

/** Rows of a chart that are shown. */
const MAX_ROWS = 500;

/** The data of a figure, drawn anew with its values and as tables, when the user asks for these. */
export class FigureData extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      summary {
        width: fit-content;
        color: var(--glove-ink-soft);
        font-size: 0.875rem;
        cursor: pointer;
      }

      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
      }

      /* What is open has the whole width. */
      details[open] {
        flex-basis: 100%;
        min-width: 0;
      }

      .remark {
        margin-top: 0.5rem;
      }

      .scroll {
        direction: ltr;
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
        text-align: start;
      }

      .number {
        text-align: end;
      }
    `,
  ];

  @property({ attribute: false }) chart: Chart | undefined;
  @state() private isTable = false;
  @state() private isDrawn = false;

  readonly #figures = new LazyModule(this, loadFigures);

  protected override render(): TemplateResult | typeof nothing {
    const { chart } = this;
    const charts = (chart?.type === 'superchart' ? chart.elements : [chart]).filter((each) => each !== undefined);
    if (!charts.some(({ elements }) => elements.length > 0)) return nothing;
    return html`
      <details @toggle=${this.draw}>
        <summary>${media.explore}</summary>
        ${this.isDrawn && this.#figures.value ? charts.map(renderDrawn) : nothing}
      </details>
      <details @toggle=${this.list}>
        <summary>${media.asTable}</summary>
        ${this.isTable ? charts.map(renderTable) : nothing}
      </details>
    `;
  }

  private draw({ currentTarget }: Event): void {
    this.isDrawn = isOpen(currentTarget);
  }

  private list({ currentTarget }: Event): void {
    this.isTable = isOpen(currentTarget);
  }
}

async function loadFigures(): Promise<typeof import('../figures/figureElements.ts')> {
  const figures = await import('../figures/figureElements.ts');
  register(figures.FIGURE_ELEMENTS);
  return figures;
}

function isOpen(element: EventTarget | null): boolean {
  return element instanceof HTMLDetailsElement && element.open;
}

function renderDrawn(chart: SingleChart): TemplateResult | typeof nothing {
  if (chart.elements.length === 0) return nothing;
  return html`
    ${chart.title === undefined ? nothing : html`<p class="remark">${escapeBidi(chart.title)}</p>`}
    <glove-figure-chart .chart=${chart}></glove-figure-chart>
  `;
}

function renderTable(chart: SingleChart): TemplateResult | typeof nothing {
  const { header, rows } = rowsOf(chart);
  if (rows.length === 0) return nothing;
  const name = describeChart(chart);
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const align = (column: number) => (isNumber[column] ? 'number' : '');
  return html`
    <p class="remark">${rows.length > MAX_ROWS ? fill(media.firstRows, { chart: name, count: MAX_ROWS }) : name}</p>
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
