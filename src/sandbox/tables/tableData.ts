/** The form of a display that is a table: JSON text of {@link TableData}. */
export const TABLE_MIME_TYPE = 'application/vnd.glovebox.table+json';

/** The value of a cell; `null` if it is missing. Numbers beyond 2⁵³, dates and all other values are texts of at most 500 characters. */
export type TableCell = string | number | boolean | null;

/** A column of a table. Code chose the names. */
export interface TableColumn {
  /** At most 100 characters; the levels of a name that has several are joined by ` / `. Empty if it has none. */
  name: string;
  /** What its first thousand values are. */
  type: 'number' | 'text' | 'date' | 'boolean' | 'other';
  /** The type in Python, such as `float64`. */
  dtype: string;
}

/** A table that code showed: its size, its columns and its first rows. Code made all of it: don't trust it. */
export interface TableData {
  /** Identifies the table in its session, for `sandbox.tables`. */
  handle: number;
  rowCount: number;
  /** Of all columns, of which at most 200 are given. */
  columnCount: number;
  /** The number of columns at the beginning that name the rows: the index of a DataFrame. */
  labels: number;
  columns: TableColumn[];
  /** At most 50. */
  rows: TableCell[][];
}

/** Some rows of a table. */
export interface TablePage {
  rows: TableCell[][];
  /** The number of all rows that match. */
  matching: number;
}

/** What a column has in it, over all rows. What can't be computed is absent. */
export interface TableSummary {
  /** The number of missing values. */
  missing: number;
  /** The number of different values. */
  distinct: number;
  /** The commonest values, at most 5, and how often each is there. */
  common: [value: TableCell, count: number][];
  /** Of numbers and dates. */
  min?: TableCell;
  max?: TableCell;
  /** Of numbers. */
  mean?: TableCell;
  median?: TableCell;
  /** The standard deviation of numbers, as of a sample. */
  deviation?: TableCell;
}

/** A column of a table, and whether it is sorted downwards. */
export interface TableSort {
  /** The column's position. */
  column: number;
  /** From the last value to the first. Missing values are at the end either way. @default false */
  descending?: boolean;
}

/** All of {@link TableOperator}. */
export const TABLE_OPERATORS = ['contains', '=', '!=', '<', '<=', '>', '>=', 'missing', 'present'] as const;
/**
 * How a filter compares a cell with its value: `'contains'` for a part of a text, `'missing'` and `'present'` without a value.
 *
 * @useDeclaredType
 */
export type TableOperator = (typeof TABLE_OPERATORS)[number];

/** A condition for the cells of one column. */
export interface TableFilter {
  /** The column's position. */
  column: number;
  operator: TableOperator;
  /** A number, a date such as `2026-11` or the beginning of one, or text, in which letters count the same in both cases. */
  value?: string;
}

/** The rows of a table that are meant, and their order. */
export interface TableSelection {
  /** Without it, the rows are in their own order. */
  sortBy?: TableSort;
  /** A text that some cell of each row has. Numbers are found by their whole value, dates by their beginning, such as `2026-11`. */
  search?: string;
  /** Conditions that all rows meet. */
  filters?: TableFilter[];
}

/** What to open of a file: one of its tables, or the result of a query. */
export interface TableFileOptions {
  /** The name of a table of a database, a sheet of a workbook, or a list of records in JSON. @default the first one */
  part?: string;
  /** An SQL query for a SQLite database, which is only read. It may take 10 s. */
  query?: string;
}

/** A file as a table. Code may have written the file: don't trust it. */
export interface TableFile {
  /** The names of its tables, at most 1,000. Empty for a file that is one table. */
  parts: string[];
  /** The one that was read. `null` for a query, and for a file that is one table. */
  part: string | null;
  /** `null` if there is no table, or it can't be read. */
  table: TableData | null;
  /** A sentence about what is missing, and why. */
  note: string | null;
}

/** A question about a table, as Python gets it. */
export type TableRequest =
  | ({ handle: number } & (
      | ({ kind: 'page'; offset: number; limit: number } & TableSelection)
      | ({ kind: 'csv'; offset: number } & TableSelection)
      | { kind: 'summary'; column: number }
    ))
  | ({ kind: 'file'; path: string } & TableFileOptions);
