/** Schemas of the tables that code shows, and of the answers about them, which are JSON text. */
import * as v from 'valibot';
import { TableError, UntrustedMessageError } from '../../errors.ts';
import type { Display } from '../../protocol.ts';
import { readUntrustedJson } from '../../text/parseJson.ts';
import { ERROR_MESSAGE_LIMIT } from '../limits.ts';
import {
  TABLE_MIME_TYPE,
  type TableData,
  type TableFile,
  type TablePage,
  type TableSummary,
} from '../tables/tableData.ts';

/** Python's limits (worker/harness/tables/table.py), with room. */
const MAX_COLUMNS = 200;
const MAX_FIRST_ROWS = 50;
const MAX_ROWS = 1_000;
const MAX_CELL_LENGTH = 1_000;
const MAX_NAME_LENGTH = 200;
const MAX_COMMON = 5;
const MAX_PARTS = 1_000;
const MAX_PART_LENGTH = 10_000;
/** Characters of JSON. A piece of CSV may have long texts. */
const MAX_LENGTH = 64 * 1024 ** 2;

const GONE =
  'The session does not have this table any more: it keeps the last 20, and none from before a reset. Run the code that shows it again.';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));
const cell = v.nullable(v.union([v.pipe(v.string(), v.maxLength(MAX_CELL_LENGTH)), v.number(), v.boolean()]));
const row = v.pipe(v.array(cell), v.maxLength(MAX_COLUMNS));
const rows = (most: number) => v.pipe(v.array(row), v.maxLength(most));

const column = v.object({ name, type: v.picklist(['number', 'text', 'date', 'boolean', 'other']), dtype: name });
const table = v.pipe(
  v.object({
    handle: count,
    rowCount: count,
    columnCount: count,
    labels: count,
    columns: v.pipe(v.array(column), v.minLength(1), v.maxLength(MAX_COLUMNS)),
    rows: rows(MAX_FIRST_ROWS),
  }),
  v.check(
    (data) =>
      haveCells(data.rows, data.columns.length) &&
      data.rows.length <= data.rowCount &&
      data.columns.length <= data.columnCount &&
      data.labels <= data.columns.length,
  ),
);
const page = v.pipe(
  v.object({ rows: rows(MAX_ROWS), matching: count }),
  v.check(({ rows: all, matching }) => haveCells(all, all[0]?.length ?? 0) && all.length <= matching),
);
const statistic = v.exactOptional(cell);
const summary = v.object({
  missing: count,
  distinct: count,
  common: v.pipe(v.array(v.tuple([cell, count])), v.maxLength(MAX_COMMON)),
  min: statistic,
  max: statistic,
  mean: statistic,
  median: statistic,
  deviation: statistic,
});
const csv = v.object({ text: v.string(), next: v.nullable(count) });
const partName = v.pipe(v.string(), v.maxLength(MAX_PART_LENGTH));
const file = v.object({
  parts: v.pipe(v.array(partName), v.maxLength(MAX_PARTS)),
  part: v.nullable(partName),
  table: v.nullable(table),
  note: v.nullable(v.pipe(v.string(), v.maxLength(ERROR_MESSAGE_LIMIT))),
});
const failure = v.object({ error: v.pipe(v.string(), v.maxLength(ERROR_MESSAGE_LIMIT)) });

/** A piece of a table, and the number of the row at which the next one begins; `null` at the end. */
export type TableCsv = v.InferOutput<typeof csv>;

/** Gives the tables among displays. One that is malformed is left out: its display has other forms. */
export function tablesIn(displays: readonly Pick<Display, 'data'>[]): TableData[] {
  return displays.flatMap(({ data }) => {
    const { success, output } = v.safeParse(table, readUntrustedJson(data[TABLE_MIME_TYPE], MAX_LENGTH), {
      abortEarly: true,
    });
    return success ? output : [];
  });
}

export const readTablePage = reader<TablePage>(page);
export const readTableSummary = reader<TableSummary>(summary);
export const readTableCsv = reader<TableCsv>(csv);
export const readTableFile = reader<TableFile>(file);

/**
 * Makes a reader of answers. The reason why Python could not answer is an answer, too: only what can't be trusted is thrown, and ends the
 * interpreter.
 *
 * @throws UntrustedMessageError if the answer is malformed
 */
function reader<Output>(schema: v.GenericSchema<unknown, Output>): (json: unknown) => Output | TableError {
  return (json) => {
    const answer = readUntrustedJson(json, MAX_LENGTH);
    if (answer === null) return new TableError(GONE, { reason: 'gone' });
    const failed = v.safeParse(failure, answer);
    if (failed.success) {
      const { error } = failed.output;
      return new TableError(`Python could not answer: ${error}`, { reason: 'failed', cause: error });
    }
    const { success, output } = v.safeParse(schema, answer, { abortEarly: true });
    if (success) return output;
    throw new UntrustedMessageError('The sandbox gave a malformed answer about a table.');
  };
}

/** Whether every row has a cell for each column. */
function haveCells(all: readonly unknown[][], columns: number): boolean {
  return all.every(({ length }) => length === columns);
}
