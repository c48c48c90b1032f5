import { TableError } from '../../errors.ts';
import { tables as words } from '../../language/en/content/tables.ts';
import type { SandboxTables, TableQuery } from '../../sandbox/tables/sandboxTables.ts';
import type {
  TableCell,
  TableData,
  TableFilter,
  TablePage,
  TableSelection,
  TableSummary,
} from '../../sandbox/tables/tableData.ts';
import { describeTableError } from './describeTableError.ts';
import { writeRows } from './tableText.ts';

/** Gives the tables of the session; `undefined` if it is not running. */
type FindTables = () => Promise<SandboxTables | undefined>;

/** What was asked for, and why it is of the first rows alone, if it is. */
interface Answer<Value> {
  value: Value;
  note?: string;
}

/** The rows of a table: all of them if the session has them, else those that came with the run. */
export class TableRows {
  readonly #table: TableData;
  readonly #find: FindTables;

  constructor(table: TableData, find: FindTables) {
    this.#table = table;
    this.#find = find;
  }

  page(query: TableQuery & { offset: number; limit: number }): Promise<Answer<TablePage>> {
    const { offset, limit } = query;
    return this.#ask(
      (tables, handle) => tables.page(handle, query),
      () => {
        const rows = selectRows(this.#table.rows, query);
        return { rows: rows.slice(offset, offset + limit), matching: rows.length };
      },
    );
  }

  csv(selection: TableSelection): Promise<Answer<Blob>> {
    const { columns, rows } = this.#table;
    return this.#ask(
      (tables, handle) => tables.csv(handle, selection),
      () => new Blob([writeRows(columns, selectRows(rows, selection), ',')], { type: 'text/csv' }),
    );
  }

  summary(column: number): Promise<Answer<TableSummary | undefined>> {
    return this.#ask<TableSummary | undefined>(
      (tables, handle) => tables.summary(handle, column),
      () => undefined,
    );
  }

  async #ask<Value>(
    askPython: (tables: SandboxTables, handle: number) => Promise<Value>,
    answerHere: () => Value,
  ): Promise<Answer<Value>> {
    try {
      const tables = await this.#find();
      if (!tables) return { value: answerHere(), note: words.notRunning };
      return { value: await askPython(tables, this.#table.handle) };
    } catch (error) {
      // The session has ended, or has begun afresh.
      return { value: answerHere(), note: error instanceof TableError ? describeTableError(error) : words.notRunning };
    }
  }
}

/** Sorts, searches and filters rows as Python does. */
export function selectRows(
  rows: readonly TableCell[][],
  { sortBy, search, filters = [] }: TableSelection,
): TableCell[][] {
  const matches = (row: TableCell[]) =>
    filters.every((filter) => passes(row[filter.column] ?? null, filter)) &&
    (!search || row.some((cell) => passes(cell, { operator: 'contains', value: search })));
  const found = rows.filter(matches);
  if (!sortBy) return found;
  const { column, descending = false } = sortBy;
  return found.toSorted((one, other) => compareCells(one[column] ?? null, other[column] ?? null, descending));
}

function passes(cell: TableCell, { operator, value = '' }: Omit<TableFilter, 'column'>): boolean {
  if (operator === 'missing' || operator === 'present') return (cell === null) === (operator === 'missing');
  if (cell === null) return false;
  if (typeof cell === 'number' && (value.trim() === '' || Number.isNaN(Number(value)))) return false;
  const text = String(cell).toLowerCase();
  if (operator === 'contains' && typeof cell !== 'number') return text.includes(value.toLowerCase());
  const order = typeof cell === 'number' ? cell - Number(value) : orderOfTexts(text, value.toLowerCase());
  const results = {
    contains: order === 0,
    '=': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return results[operator];
}

/** Missing values are last either way; numbers are before texts. */
function compareCells(one: TableCell, other: TableCell, descending: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const areNumbers = typeof one === 'number' && typeof other === 'number';
  const order = areNumbers
    ? one - other
    : Number(typeof one === 'string') - Number(typeof other === 'string') || orderOfTexts(String(one), String(other));
  return descending ? -order : order;
}

function orderOfTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
