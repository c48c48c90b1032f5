import type { Chart, PointChart, SingleChart } from './chart.ts';

/** Charts of a figure that are described one by one. Of the others, the number is said. */
const MAX_DESCRIBED = 4;

/**
 * Describes a figure in a sentence, for readers who can't see it: its kind, its title or what its axes say, and how much is in it, such as
 * `Line chart: Sales by month; 2 series, 12 points each`.
 */
export function describeChart(chart: Chart): string {
  if (chart.type !== 'superchart') return describeSingle(chart);
  const { elements, title, omitted = 0 } = chart;
  const described = elements.slice(0, MAX_DESCRIBED).map((each, index) => `${index + 1}: ${describeSingle(each)}`);
  const others = elements.length + omitted - described.length;
  const all = [...described, ...(others > 0 ? [`and ${others} more`] : [])].join('. ');
  return `${title ? `${title}: ` : ''}${elements.length + omitted} charts. ${all}`;
}

function describeSingle(chart: SingleChart): string {
  const name = nameOf(chart);
  const size = sizeOf(chart);
  return `${KINDS[chart.type]}${name === '' ? '' : `: ${name}`}${size === '' ? '' : `; ${size}`}`;
}

const KINDS = {
  line: 'Line chart',
  scatter: 'Scatter plot',
  bar: 'Bar chart',
  pie: 'Pie chart',
  box_and_whisker: 'Box plot',
  unknown: 'Picture',
} as const satisfies Record<SingleChart['type'], string>;

function nameOf(chart: SingleChart): string {
  if (chart.title !== undefined || chart.type === 'pie') return chart.title ?? '';
  const { x_label: x, y_label: y } = chart;
  return x !== undefined && y !== undefined ? `${y} by ${x}` : (y ?? x ?? '');
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
      return counted(length, 'slice');
    case 'box_and_whisker':
      return counted(length, 'box', 'boxes');
    default:
      return '';
  }
}

function sizeOfPoints({ elements, omitted = 0 }: PointChart): string {
  const sizes = elements.map(({ points, omitted: between = 0 }) => points.length + between);
  const [first = 0] = sizes;
  const series = elements.length + omitted;
  if (series === 1) return counted(first, 'point');
  const each = sizes.every((size) => size === first) ? `, ${counted(first, 'point')} each` : '';
  return `${series} series${each}`;
}

function inGroups(bars: readonly { group: string }[], length: number): string {
  const groups = new Set(bars.map(({ group }) => group)).size;
  return groups > 1 ? `${counted(length, 'bar')} in ${groups} groups` : counted(length, 'bar');
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
