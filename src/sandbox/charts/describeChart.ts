import { charts } from '../../language/en/content/charts.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import type { Chart, PointChart, SingleChart } from './chart.ts';

/** Charts of a figure that are described one by one. Of the others, the number is said. */
const MAX_DESCRIBED = 4;

/**
 * Describes a figure in a sentence, for readers who can't see it: its kind, its title or what its axes say, and how much is in it, such as
 * `Line chart: Sales by month; 2 series, 12 points each`.
 *
 * @example
 * ```ts
 * import { describeChart } from 'glovebox/sandbox';
 *
 * const { charts } = await sandbox.run('import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])');
 * const texts = charts.map((chart) => describeChart(chart)); // ['Line chart; 3 points']
 * ```
 */
export function describeChart(chart: Chart): string {
  if (chart.type !== 'superchart') return describeSingle(chart);
  const { elements, title, omitted = 0 } = chart;
  const described = elements.slice(0, MAX_DESCRIBED).map((each, index) => `${index + 1}: ${describeSingle(each)}`);
  const count = elements.length + omitted;
  const others = count - described.length;
  const all = [...described, ...(others > 0 ? [fillPlural(charts.more, others)] : [])].join('. ');
  const several = fillPlural(charts.several, count, { charts: all });
  return title ? fill(charts.named, { chart: title, name: several }) : several;
}

function describeSingle(single: SingleChart): string {
  const name = nameOf(single);
  const size = sizeOf(single);
  const kind = charts[single.type];
  const chart = name === '' ? kind : fill(charts.named, { chart: kind, name });
  return size === '' ? chart : fill(charts.withSize, { chart, size });
}

function nameOf(chart: SingleChart): string {
  if (chart.title !== undefined || chart.type === 'pie') return chart.title ?? '';
  const { x_label: x, y_label: y } = chart;
  return x !== undefined && y !== undefined ? fill(charts.yByX, { x, y }) : (y ?? x ?? '');
}

function sizeOf(chart: SingleChart): string {
  const length = chart.elements.length + (chart.omitted ?? 0);
  switch (chart.type) {
    case 'line':
    case 'scatter':
      return sizeOfPoints(chart);
    case 'bar':
      return inGroups(chart.elements, length);
    case 'pie':
      return fillPlural(charts.slices, length);
    case 'box_and_whisker':
      return fillPlural(charts.boxes, length);
    default:
      return '';
  }
}

function sizeOfPoints({ elements, omitted = 0 }: PointChart): string {
  const sizes = elements.map(({ points, omitted: between = 0 }) => points.length + between);
  const [first = 0] = sizes;
  const points = fillPlural(charts.points, first);
  const count = elements.length + omitted;
  if (count === 1) return points;
  const series = fillPlural(charts.series, count);
  return sizes.every((size) => size === first) ? fill(charts.pointsEach, { series, points }) : series;
}

function inGroups(elements: readonly { group: string }[], length: number): string {
  const groups = new Set(elements.map(({ group }) => group)).size;
  const bars = fillPlural(charts.bars, length);
  return groups > 1 ? fillPlural(charts.barsInGroups, groups, { bars }) : bars;
}
