/** The points of figures of Plotly, and their values in words. */
import type { PlotlyElement, PlotlyLibrary, PlotlyPlace, PlotlyTrace } from 'plotly.js-cartesian-dist-min';

/** Shows the values of the point with this number, counted through all traces. @returns them in words */
export function showPoint(Plotly: PlotlyLibrary, element: PlotlyElement, point: number): string | undefined {
  let first = 0;
  for (const [curveNumber, trace] of element.calcdata.entries()) {
    const values = element._fullData[curveNumber] ?? {};
    const { type, xaxis } = values;
    const isFlat = (xaxis !== undefined && type !== 'scattergl') || type === 'pie' || type === 'scatterternary';
    const count = isFlat ? countOf(trace) : rowsOf(values);
    if (point < first + count) {
      if (!isFlat) return wordsOfRow(values, point - first);
      hover(Plotly, element, curveNumber, trace, point - first);
      return [...element.querySelectorAll('.hoverlayer .hovertext')].map(wordsIn).join('; ');
    }
    first += count;
  }
  return undefined;
}

function countOf(trace: PlotlyTrace): number {
  const rows = trace[0]?.z;
  return Array.isArray(rows) ? rows.length * (rows[0]?.length ?? 0) : trace.length;
}

function hover(
  Plotly: PlotlyLibrary,
  element: PlotlyElement,
  curveNumber: number,
  trace: PlotlyTrace,
  point: number,
): void {
  const slice = element.querySelectorAll(`.pielayer .trace:nth-child(${curveNumber + 1}) .slice`)[point];
  // Without this, Plotly would wait between one point and the next, and the words would be those of the one before.
  Plotly.Fx.unhover(element);
  if (slice) slice.dispatchEvent(new MouseEvent('mouseover'));
  else Plotly.Fx.hover(element, [{ curveNumber, ...placeOf(trace, point) }]);
}

function placeOf([first]: PlotlyTrace, point: number): PlotlyPlace {
  const columns = Array.isArray(first?.z) ? (first.z[0]?.length ?? 0) : 0;
  if (columns === 0) return { pointNumber: point };
  const row = Math.floor(point / columns);
  return { xval: centreOf(first?.x, columns, point % columns), yval: centreOf(first?.y, first?.z?.length ?? 0, row) };
}

/** @param places of the cells: their edges, which are one more than they, or their centres */
function centreOf(places: readonly number[] | undefined, cells: number, cell: number): number {
  const start = places?.[cell] ?? cell;
  return places && places.length > cells ? (start + (places[cell + 1] ?? start)) / 2 : start;
}

/** Of traces in space, on maps and the like. Plotly shows their values under the pointer alone. */
const COLUMNS = [
  'labels',
  'locations',
  'x',
  'y',
  'z',
  'lat',
  'lon',
  'r',
  'theta',
  'values',
  'value',
  'open',
  'high',
  'low',
  'close',
  'text',
];

function rowsOf(values: Record<string, unknown>): number {
  const cells = listOf(values.z);
  return Math.max(cells.length * columnsOf(values), ...COLUMNS.map((name) => listOf(values[name]).length));
}

/** The columns of a surface; 1 for other traces. */
function columnsOf({ z }: Record<string, unknown>): number {
  return Math.max(1, listOf(listOf(z)[0]).length);
}

function wordsOfRow(values: Record<string, unknown>, row: number): string {
  const columns = columnsOf(values);
  const [line, column] = [Math.floor(row / columns), row % columns];
  const told = COLUMNS.flatMap((name) => {
    const list = listOf(values[name]);
    const value = columns === 1 ? list[row] : cellOf(name, list, line, column);
    return typeof value === 'number' || typeof value === 'string' ? `${name}: ${value}` : [];
  });
  return told.length === 0 ? `${values.type} ${row + 1}` : told.join(', ');
}

/** Of a surface, whose `x` and `y` may be left out. */
function cellOf(name: string, list: ArrayLike<unknown>, line: number, column: number): unknown {
  if (name === 'x') return list[column] ?? column;
  if (name === 'y') return list[line] ?? line;
  return listOf(list[line])[column];
}

function listOf(values: unknown): ArrayLike<unknown> {
  return Array.isArray(values) || ArrayBuffer.isView(values) ? (values as unknown as ArrayLike<unknown>) : [];
}

/** The lines of a label. */
function wordsIn(label: Element): string {
  const lines = [...label.querySelectorAll('text')].flatMap((text) => {
    const spans = [...text.querySelectorAll('tspan.line')];
    return (spans.length > 0 ? spans : [text]).map(({ textContent }) => textContent?.trim() ?? '');
  });
  return lines.filter((line) => line !== '').join(', ');
}
