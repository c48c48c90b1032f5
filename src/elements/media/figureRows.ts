import { media } from '../../language/en/content/media.ts';
import type { BarChart, ChartValue, PointChart, SingleChart } from '../../sandbox/charts/chart.ts';

/** A chart as a table. */
export interface FigureRows {
  header: string[];
  rows: ChartValue[][];
}

/** A value of a series, and where it stands. */
type Entry = [series: string, place: ChartValue, value: ChartValue];

/** Gives a chart as rows: with a column for each series if all have one value in each place, else with a row for each value. */
export function rowsOf(chart: SingleChart): FigureRows {
  switch (chart.type) {
    case 'line':
    case 'scatter':
      return rowsOfSeries(
        chart.elements.flatMap(({ label, points }) => points.map(([x, y]): Entry => [label, x, y])),
        chart,
      );
    case 'bar':
      return rowsOfSeries(
        chart.elements.map(({ group, label, value }): Entry => [group, label, value]),
        chart,
      );
    case 'pie':
      return {
        header: [media.slice, media.share],
        rows: chart.elements.map(({ label, angle }) => [label, Number((angle / 3.6).toFixed(2))]),
      };
    case 'box_and_whisker':
      return {
        header: [
          ...[media.box, media.lowerWhisker, media.firstQuartile, media.median],
          ...[media.thirdQuartile, media.upperWhisker, media.outliers],
        ],
        rows: chart.elements.map((box) => [
          ...[box.label, box.min, box.first_quartile, box.median, box.third_quartile, box.max],
          box.outliers.join(', '),
        ]),
      };
    default:
      return { header: [], rows: [] };
  }
}

function rowsOfSeries(entries: Entry[], { x_label: x = 'x', y_label: y = 'y' }: PointChart | BarChart): FigureRows {
  const names = [...new Set(entries.map(([series]) => series))];
  if (names.length <= 1) return { header: [x, y], rows: entries.map(([, place, value]) => [place, value]) };
  const places = new Map<ChartValue, Map<string, ChartValue>>();
  for (const [series, place, value] of entries) {
    const values = places.get(place) ?? new Map<string, ChartValue>();
    places.set(place, values.set(series, value));
  }
  // No value is missing, and none stands where another does.
  const isFull = [...places.values()].every(({ size }) => size === names.length);
  if (!isFull || places.size * names.length !== entries.length) return { header: [media.series, x, y], rows: entries };
  return { header: [x, ...names], rows: [...places].map(([place, values]) => [place, ...values.values()]) };
}

/** Without the last digits of a number, which are noise of a sum, and without the midnight of a day. */
export function readable(value: ChartValue): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(12)));
  return value.replace(/^(\d{4}-\d\d-\d\d)T00:00:00$/, '$1');
}
