/** The points of figures of Plotly, and their values in words. */
import Plotly, { type PlotlyElement, type PlotlyPlace, type PlotlyTrace } from 'plotly.js-cartesian-dist-min';

/** Shows the values of the point with this number, counted through all traces. @returns them in words */
export function showPoint(element: PlotlyElement, point: number): string | undefined {
  let first = 0;
  for (const [curveNumber, trace] of element.calcdata.entries()) {
    const count = countOf(trace);
    if (point < first + count) {
      hover(element, curveNumber, trace, point - first);
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

function hover(element: PlotlyElement, curveNumber: number, trace: PlotlyTrace, point: number): void {
  const slice = element.querySelectorAll(`.pielayer .trace:nth-child(${curveNumber + 1}) .slice`)[point];
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

/** The lines of a label. */
function wordsIn(label: Element): string {
  const lines = [...label.querySelectorAll('text')].flatMap((text) => {
    const spans = [...text.querySelectorAll('tspan.line')];
    return (spans.length > 0 ? spans : [text]).map(({ textContent }) => textContent?.trim() ?? '');
  });
  return lines.filter((line) => line !== '').join(', ');
}
