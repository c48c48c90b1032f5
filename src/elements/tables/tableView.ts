import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { tables } from '../../language/en/content/tables.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import type { SandboxTables } from '../../sandbox/tables/sandboxTables.ts';
import type { TableCell, TableData, TableFilter, TablePage, TableSelection } from '../../sandbox/tables/tableData.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { downloadFile } from '../files/downloadFile.ts';
import { requestPython } from '../pythonEvents.ts';
import { sharedStyles } from '../styles/shared.ts';
import { UserClipboard } from '../userClipboard.ts';
import type { FilterEvent } from './tableColumnView.ts';
import { TableRows } from './tableRows.ts';
import { nameOfColumn, nameOfOperator, textOfCell, writeRows } from './tableText.ts';
import { tableViewStyles } from './tableViewStyles.ts';

/** Rows on a page, as many as come with the run. */
const ROWS = 50;
/** A table with fewer rows needs no search. */
const MIN_ROWS_TO_SEARCH = 10;
/** Rows that are in sight without scrolling. */
const IN_SIGHT = 11;

/** A table that code showed. The session sorts, searches and filters all of its rows. */
export class TableView extends LitElement {
  static override readonly styles = [sharedStyles, tableViewStyles];

  @property({ attribute: false }) table: TableData | undefined;
  /** What a question calls it, such as the name of its file. @default its columns */
  @property({ attribute: false }) name: string | undefined;
  @state() private selection: TableSelection = {};
  @state() private offset = 0;
  /** The rows that are shown; `undefined` for the first ones. */
  @state() private page: TablePage | undefined;
  @state() private isBusy = false;
  /** The column that is described. */
  @state() private column: number | undefined;
  /** Why the rows are the first ones alone. */
  @state() private note: string | undefined;
  @query('.rows') private readonly box: HTMLElement | null | undefined;

  #rows: TableRows | undefined;
  #isOutdated = false;
  readonly #clipboard = new UserClipboard(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { table } = this;
    if (!changed.has('table') || !table || changed.get('table')?.handle === table.handle) return;
    this.#rows = new TableRows(table, () => this.findTables());
    this.selection = {};
    this.offset = 0;
    this.page = this.column = this.note = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { table, column } = this;
    if (!table) return nothing;
    const { rows } = this.shown(table);
    return html`
      ${this.renderTools(table)} ${this.renderFilters(table)}
      ${column === undefined ? nothing : this.renderColumn(table, column)}
      <div class="rows ${rows.length > IN_SIGHT ? 'long' : ''}" tabindex="0" role="region" aria-label=${tables.rowsOfTable} aria-busy=${this.isBusy}>
        <table>
          <thead>
            <tr>
              ${table.columns.map((_, position) => this.renderHeading(table, position))}
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => html`<tr>${row.map((cell, position) => renderCell(table, cell, position))}</tr>`)}
          </tbody>
        </table>
      </div>
      ${this.renderPlace(table)}
    `;
  }

  private renderTools(table: TableData): TemplateResult {
    return html`
      <div class="tools row">
        <span class="size">${describeSize(table)}</span>
        ${
          table.rowCount > MIN_ROWS_TO_SEARCH
            ? html`<input
                type="search"
                aria-label=${tables.searchAll}
                placeholder=${tables.search}
                autocomplete="off"
                spellcheck="false"
                .value=${this.selection.search ?? ''}
                @input=${this.search}
              />`
            : nothing
        }
        <span class="actions">
          <button class="quiet" @click=${this.copy} aria-label=${tables.copyRows}>${this.#clipboard.copied ? tables.copied : tables.copy}</button>
          <button class="quiet" @click=${this.download} aria-label=${tables.download}>CSV</button>
        </span>
        <span class="visually-hidden" role="status">${this.#clipboard.copied ? tables.copied : ''}</span>
      </div>
    `;
  }

  private renderFilters(table: TableData): TemplateResult | typeof nothing {
    const { filters = [] } = this.selection;
    if (filters.length === 0) return nothing;
    return html`
      <ul class="filters row" aria-label=${tables.filters}>
        ${filters.map((filter) => {
          const words = describeFilter(table, filter);
          return html`<li>
            <button @click=${() => this.filter(filter.column, undefined)} aria-label=${fill(tables.removeThisFilter, { filter: words })}>
              ${words} <span aria-hidden="true">×</span>
            </button>
          </li>`;
        })}
      </ul>
    `;
  }

  private renderColumn(table: TableData, column: number): TemplateResult {
    return html`
      <glove-table-column
        .table=${table}
        .name=${this.name}
        .column=${column}
        .filter=${this.selection.filters?.find((filter) => filter.column === column)}
        .rows=${this.#rows}
        @glove-filter=${(event: FilterEvent) => this.filter(column, event.filter)}
        @close=${this.closeColumn}
      ></glove-table-column>
    `;
  }

  private renderHeading({ columns, labels }: TableData, position: number): TemplateResult | typeof nothing {
    const column = columns[position];
    if (!column) return nothing;
    const name = nameOfColumn(column, position, labels);
    const { sortBy } = this.selection;
    const order = sortBy?.column === position ? (sortBy.descending ? 'descending' : 'ascending') : undefined;
    const arrow = { ascending: '▲', descending: '▼' };
    return html`
      <th scope="col" class=${column.type} aria-sort=${order ?? nothing}>
        <div>
          <button class="sort" @click=${() => this.sort(position)} title=${fill(tables.sort, { column: name })}>
            ${name}<span class="arrow" aria-hidden="true">${order ? arrow[order] : ''}</span>
          </button>
          <button
            class="about"
            aria-label=${fill(tables.about, { column: name })}
            aria-expanded=${this.column === position}
            @click=${() => this.openColumn(position)}
          >⋮</button>
        </div>
      </th>
    `;
  }

  private renderPlace(table: TableData): TemplateResult {
    const { rows, matching } = this.shown(table);
    const last = Math.max(0, Math.ceil(matching / ROWS) - 1) * ROWS;
    const { offset } = this;
    const total = this.note ? table.rows.length : table.rowCount;
    const place = { first: offset + 1, last: offset + rows.length, matching, total };
    const words = rows.length === 0 ? describeNone(place) : describePlace(place);
    return html`
      <div class="place row">
        <span role="status">${words}${this.note ? html`. <span class="note">${this.describeNote(table)}</span>` : nothing}</span>
        ${this.isBusy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
        ${
          last > 0
            ? html`<span class="pages">
                ${this.renderPageButton('first', 0, offset > 0)} ${this.renderPageButton('previous', offset - ROWS, offset > 0)}
                ${this.renderPageButton('next', offset + ROWS, offset < last)} ${this.renderPageButton('last', last, offset < last)}
              </span>`
            : nothing
        }
      </div>
    `;
  }

  private renderPageButton(
    page: 'first' | 'previous' | 'next' | 'last',
    offset: number,
    canGo: boolean,
  ): TemplateResult {
    const go = () => canGo && this.goTo(offset);
    return html`<button class="quiet" aria-disabled=${!canGo} aria-label=${tables[`${page}Page`]} @click=${go}>${tables[page]}</button>`;
  }

  private describeNote({ rows, rowCount }: TableData): string {
    const kept = rows.length < rowCount ? ` ${fillPlural(tables.onlyFirst, rows.length)}` : '';
    return `${this.note}${kept}`;
  }

  private shown({ rows, rowCount }: TableData): TablePage {
    return this.page ?? { rows, matching: rowCount };
  }

  private search({ currentTarget }: Event): void {
    this.select({ search: (currentTarget as HTMLInputElement).value });
  }

  /** Sorts upwards, then downwards, then not. */
  private sort(column: number): void {
    const { sortBy } = this.selection;
    const isSame = sortBy?.column === column;
    this.select({ sortBy: isSame && sortBy.descending ? undefined : { column, descending: isSame } });
  }

  /** @param filter of the column; `undefined` removes it */
  private filter(column: number, filter: TableFilter | undefined): void {
    const others = (this.selection.filters ?? []).filter((each) => each.column !== column);
    this.select({ filters: filter ? [...others, filter] : others });
  }

  private select(change: { [Key in keyof TableSelection]: TableSelection[Key] | undefined }): void {
    const { sortBy, search, filters } = { ...this.selection, ...change };
    this.selection = { ...(sortBy && { sortBy }), ...(search && { search }), ...(filters?.length && { filters }) };
    this.goTo(0);
  }

  private goTo(offset: number): void {
    this.offset = offset;
    this.#load();
  }

  /** Loads the rows that are wanted now. One question at a time: while a user types, the latest counts. */
  async #load(): Promise<void> {
    this.#isOutdated = true;
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.#isOutdated) {
      this.#isOutdated = false;
      const rows = this.#rows;
      const answer = await rows?.page({ ...this.selection, offset: this.offset, limit: ROWS });
      if (!answer || this.#isOutdated || rows !== this.#rows) continue;
      this.page = answer.value;
      this.take(answer.note);
      if (this.box) this.box.scrollTop = 0;
    }
    this.isBusy = false;
  }

  /** A table whose rows are all here needs no session. */
  private take(note: string | undefined): void {
    const { table } = this;
    this.note = table && table.rows.length < table.rowCount ? note : undefined;
  }

  private async openColumn(position: number): Promise<void> {
    this.column = this.column === position ? undefined : position;
    await this.updateComplete;
    if (this.column === position) this.renderRoot.querySelector<HTMLElement>('glove-table-column')?.focus();
  }

  private async closeColumn(): Promise<void> {
    const { column = 0 } = this;
    this.column = undefined;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('.about')[column]?.focus();
  }

  private async copy(): Promise<void> {
    const { table } = this;
    if (!table) return;
    await this.#clipboard.copy(writeRows(table.columns, this.shown(table).rows, '\t'));
  }

  private async download(): Promise<void> {
    const answer = await this.#rows?.csv(this.selection);
    if (!answer) return;
    this.take(answer.note);
    downloadFile(new File([answer.value], 'table.csv', { type: 'text/csv' }));
  }

  private findTables(): Promise<SandboxTables | undefined> {
    return new Promise((give) => requestPython(this, { type: 'tables', give }));
  }
}

function describeFilter({ columns, labels }: TableData, { column, operator, value = '' }: TableFilter): string {
  const described = columns[column];
  const name = described && nameOfColumn(described, column, labels);
  return [name, nameOfOperator(operator), escapeBidi(value)].join(' ').trim();
}

function renderCell({ columns, labels }: TableData, cell: TableCell, position: number): TemplateResult {
  if (cell === null)
    return html`<td class="missing"><span aria-hidden="true">–</span><span class="visually-hidden">${tables.missing}</span></td>`;
  const text = textOfCell(cell);
  const title = typeof cell === 'number' ? String(cell) : text;
  const type = columns[position]?.type ?? 'other';
  return position < labels
    ? html`<th scope="row" class=${type} title=${title}>${text}</th>`
    : html`<td class=${type} title=${title}>${text}</td>`;
}

function describeSize({ rowCount, columnCount, columns, labels }: TableData): string {
  const size = { rows: fillPlural(tables.rows, rowCount), columns: fillPlural(tables.columns, columnCount - labels) };
  if (columnCount <= columns.length) return fill(tables.size, size);
  return fill(tables.sizeInPart, { ...size, shown: columns.length - labels });
}

/** Which rows are shown, counted from 1. */
interface Place {
  first: number;
  last: number;
  /** Rows that match what is searched for. */
  matching: number;
  total: number;
}

function describePlace({ total, ...place }: Place): string {
  return place.matching < total ? fill(tables.placeMatching, { ...place, total }) : fill(tables.place, place);
}

function describeNone({ matching, total }: Place): string {
  return matching < total ? fill(tables.noRowsMatching, { total }) : tables.noRows;
}
