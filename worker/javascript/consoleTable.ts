import { inspect } from 'node-inspect-extracted';

const INDEX = '(index)';
const ITERATION = '(iteration index)';
const VALUES = 'Values';
/** Rows that are shown. */
const MAX_ROWS = 1000;

type Row = Map<string, unknown>;

/**
 * Draws a value as `console.table` of Node does; `undefined` if it has no rows.
 *
 * @param columns the properties to show; all by default
 */
export function table(data: unknown, columns?: readonly string[]): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const rows = rowsOf(data, columns).slice(0, MAX_ROWS);
  const names = new Set(columns && [data instanceof Map || data instanceof Set ? ITERATION : INDEX, ...columns]);
  for (const row of rows) for (const name of row.keys()) names.add(name);
  // The values of rows that are none themselves come last.
  if (names.delete(VALUES)) names.add(VALUES);
  if (names.size === 0) names.add(INDEX);
  return draw(
    [...names],
    rows.map((row) => [...names].map((name) => (row.has(name) ? show(name, row.get(name)) : ''))),
  );
}

function rowsOf(data: object, columns: readonly string[] | undefined): Row[] {
  if (data instanceof Map) {
    return [...data].map(
      ([key, value], index) =>
        new Map([
          [ITERATION, index],
          ['Key', key],
          [VALUES, value],
        ] as const),
    );
  }
  if (data instanceof Set)
    return [...data].map((value, index) => new Map([[ITERATION, index], ...cells(value, columns)]));
  return Object.entries(data).map(([key, value]) => new Map([[INDEX, key], ...cells(value, columns)]));
}

function cells(value: unknown, columns: readonly string[] | undefined): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[VALUES, value]];
  return Object.entries(value).filter(([name]) => !columns || columns.includes(name));
}

function show(name: string, value: unknown): string {
  return name === INDEX || name === ITERATION ? String(value) : inspect(value, { depth: 0, breakLength: Infinity });
}

function draw(names: string[], rows: string[][]): string {
  const widths = names.map(
    (name, index) => Math.max(...[name, ...rows.map((row) => row[index] ?? '')].map(widthOf)) + 2,
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  const line = (texts: string[]) =>
    `│${texts.map((text, index) => ` ${text}${' '.repeat((widths[index] ?? 0) - widthOf(text) - 1)}`).join('│')}│`;
  return [rule('┌', '┬', '┐'), line(names), rule('├', '┼', '┤'), ...rows.map(line), rule('└', '┴', '┘')].join('\n');
}

/** Characters, however many code units they have. */
function widthOf(text: string): number {
  return [...text].length;
}
