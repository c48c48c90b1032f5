import { tables } from '../../language/en/content/tables.ts';
import { fill } from '../../language/fill.ts';
import { locale } from '../../language/language.ts';
import type { TableCell, TableColumn, TableData, TableOperator } from '../../sandbox/tables/tableData.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';

/** The decimal places of a number that is neither large nor small. */
const DECIMALS = 6;
/** Columns that name a table. */
const NAMED_COLUMNS = 5;

/** Gives an operator as a sentence has it, after the name of a column. */
export function nameOfOperator(operator: TableOperator): string {
  return tables[OPERATORS[operator]];
}

const OPERATORS = {
  contains: 'contains',
  '=': 'is',
  '!=': 'isNot',
  '<': 'isLess',
  '<=': 'isAtMost',
  '>': 'isMore',
  '>=': 'isAtLeast',
  missing: 'isMissing',
  present: 'isPresent',
} as const satisfies Record<TableOperator, keyof typeof tables>;

/** Gives the text of a value that is not missing, a number with at most six decimal places. */
export function textOfCell(cell: Exclude<TableCell, null>): string {
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  if (typeof cell === 'string') return escapeBidi(cell);
  if (Number.isInteger(cell)) return String(cell);
  const size = Math.abs(cell);
  if (size < 1e-4 || size >= 1e15) return cell.toExponential(DECIMALS).replace(/\.?0+e/, 'e');
  return cell.toFixed(DECIMALS).replace(/\.?0+$/, '');
}

/** The name of a column for a user. */
export function nameOfColumn({ name }: TableColumn, position: number, labels: number): string {
  if (name !== '') return escapeBidi(name);
  if (position < labels) return labels === 1 ? tables.index : fill(tables.indexNumber, { number: position + 1 });
  return tables.value;
}

/** Names a table by its first columns. */
export function nameOfTable({ columns, labels }: TableData): string {
  const names = columns.slice(labels).map((column, position) => nameOfColumn(column, position + labels, labels));
  const rest = names.length > NAMED_COLUMNS ? ', …' : '';
  return fill(tables.tableOf, { columns: `${names.slice(0, NAMED_COLUMNS).join(', ')}${rest}` });
}

/** Writes names and rows with tabs between the cells, as spreadsheets paste them, or with commas. */
export function writeRows(
  columns: readonly TableColumn[],
  rows: readonly TableCell[][],
  separator: '\t' | ',',
): string {
  const write = (cells: readonly TableCell[]) =>
    cells.map((cell) => quoted(exactText(cell), separator)).join(separator);
  return [columns.map(({ name }) => name), ...rows].map((cells) => `${write(cells)}\r\n`).join('');
}

export function formatCount(count: number): string {
  return count.toLocaleString(locale());
}

function exactText(cell: TableCell): string {
  if (cell === null) return '';
  return typeof cell === 'boolean' ? textOfCell(cell) : String(cell);
}

/** @see https://www.rfc-editor.org/rfc/rfc4180 */
function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
