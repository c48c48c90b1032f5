import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import type {
  BarChart,
  BoxAndWhiskerChart,
  ChartValue,
  PieChart,
  PointChart,
  SingleChart,
} from '../../sandbox/charts/chart.ts';
import { readable } from '../media/figureRows.ts';
import { type Scale, scaleOfNumbers, scaleOfPoints, type Tick } from './scale.ts';

/** A point, bar, slice or box, whose values can be shown. */
export interface Mark {
  /** The number of its series, which its colour is of. */
  series: number;
  /** What is shown, line by line. */
  words: string[];
  /** Where it is shown, in pixels. */
  x: number;
  y: number;
  /** The outline of a bar, a slice or a box, as the path of an SVG; none for a point. */
  outline?: string;
}

/** A chart, ready to be drawn. Lengths are pixels. */
export interface Drawing {
  marks: Mark[];
  /** The names of the series, if there are several. */
  series: string[];
  /** The lines that connect points, or the points themselves, of each series. */
  paths: { series: number; path: string; isLine: boolean }[];
  xTicks: Tick[];
  yTicks: Tick[];
  xLabel: string;
  yLabel: string;
}

export interface Size {
  width: number;
  height: number;
}

/** The part of its place that bars, or a box, fill. */
const FILLED = 0.8;

/** Lays a chart out in an area of this size; `undefined` if there is nothing to draw. */
export function drawingOf(chart: SingleChart, size: Size): Drawing | undefined {
  if (chart.elements.length === 0) return undefined;
  switch (chart.type) {
    case 'line':
    case 'scatter':
      return drawPoints(chart, size);
    case 'bar':
      return drawBars(chart, size);
    case 'pie':
      return drawPie(chart, size);
    case 'box_and_whisker':
      return drawBoxes(chart, size);
    default:
      return undefined;
  }
}

function drawPoints(chart: PointChart, { width, height }: Size): Drawing {
  const [xScale, yScale] = [scaleOfPoints(chart, 'x'), scaleOfPoints(chart, 'y')];
  const series = chart.elements.map(({ label }) => label);
  const marks = chart.elements.map(({ label, points }, number) =>
    points.flatMap(([x, y]): Mark[] => {
      const [left, up] = [xScale.placeOf(x), yScale.placeOf(y)];
      if (left === undefined || up === undefined) return [];
      const words = [...nameIn(series, label), told(chart.x_label ?? 'x', x), told(chart.y_label ?? 'y', y)];
      return [{ series: number, words, x: left * width, y: (1 - up) * height }];
    }),
  );
  const isLine = chart.type === 'line';
  const paths = marks.map((ofSeries, number) => ({
    series: number,
    isLine,
    // A line of no length is a dot, if its ends are round.
    path: ofSeries
      .map(({ x, y }, index) => (isLine ? `${index === 0 ? 'M' : 'L'}${at(x, y)}` : `M${at(x, y)}h0`))
      .join(''),
  }));
  return { marks: marks.flat(), paths, ...axes(chart, xScale.ticks, yScale), series: several(series) };
}

function drawBars(chart: BarChart, { width, height }: Size): Drawing {
  const labels = [...new Set(chart.elements.map(({ label }) => label))];
  const groups = [...new Set(chart.elements.map(({ group }) => group))];
  const scale = scaleOfNumbers(
    chart.elements.map(({ value }) => value),
    true,
  );
  const place = width / labels.length;
  const bar = (place * FILLED) / groups.length;
  const zero = heightOf(scale, 0, height);
  const marks = chart.elements.map(({ label, group, value }): Mark => {
    const number = groups.indexOf(group);
    const left = (labels.indexOf(label) + (1 - FILLED) / 2) * place + number * bar;
    const top = heightOf(scale, value, height);
    const words = [...nameIn(groups, group), told(chart.x_label ?? 'x', label), told(chart.y_label ?? 'y', value)];
    const outline = `M${at(left, zero)}V${round(top)}h${round(bar)}V${round(zero)}z`;
    return { series: number, words, x: left + bar / 2, y: Math.min(top, zero), outline };
  });
  return { marks, paths: [], ...axes(chart, ticksOf(labels), scale), series: several(groups) };
}

function drawPie({ elements }: PieChart, { width, height }: Size): Drawing {
  const radius = Math.min(width, height) / 2;
  const [middleX, middleY] = [width / 2, height / 2];
  const pointAt = (angle: number, distance: number): [number, number] => {
    const turn = (angle * Math.PI) / 180;
    return [middleX + Math.sin(turn) * distance, middleY - Math.cos(turn) * distance];
  };
  let start = 0;
  const marks = elements.map(({ label, angle }, number): Mark => {
    // An arc that ends where it begins is nothing.
    const end = start + Math.min(angle, 359.99);
    const [x, y] = pointAt((start + end) / 2, radius / 2);
    const arc = `A${at(radius, radius)} 0 ${angle > 180 ? 1 : 0} 1 ${at(...pointAt(end, radius))}`;
    const outline = `M${at(middleX, middleY)}L${at(...pointAt(start, radius))}${arc}z`;
    start = end;
    return {
      series: number,
      words: [...(label ? [label] : []), `${Number((angle / 3.6).toFixed(2))} %`],
      x,
      y,
      outline,
    };
  });
  const series = elements.map(({ label }, number) => label || fill(media.sliceNumber, { number: number + 1 }));
  return { marks, paths: [], xTicks: [], yTicks: [], xLabel: '', yLabel: '', series };
}

function drawBoxes(chart: BoxAndWhiskerChart, { width, height }: Size): Drawing {
  const scale = scaleOfNumbers(chart.elements.flatMap(({ min, max, outliers }) => [min, max, ...outliers]));
  const place = width / chart.elements.length;
  const marks = chart.elements.map((box, number): Mark => {
    const [least, first, median, third, most] = [
      ...[box.min, box.first_quartile, box.median, box.third_quartile, box.max].map((value) =>
        heightOf(scale, value, height),
      ),
    ] as [number, number, number, number, number];
    const middle = (number + 0.5) * place;
    const half = (place * FILLED) / 4;
    const [left, right] = [round(middle - half), round(middle + half)];
    const whiskers = `M${at(middle, least)}V${round(first)}M${at(middle, third)}V${round(most)}`;
    const outline = `M${left} ${round(first)}H${right}V${round(third)}H${left}zM${left} ${round(median)}H${right}${whiskers}`;
    const dots = box.outliers.map((value) => plusAt(middle, heightOf(scale, value, height))).join('');
    const words = [
      box.label,
      ...[
        told(media.upperWhisker, box.max),
        told(media.thirdQuartile, box.third_quartile),
        told(media.median, box.median),
      ],
      ...[told(media.firstQuartile, box.first_quartile), told(media.lowerWhisker, box.min)],
      ...(box.outliers.length > 0 ? [fill(media.outlierCount, { count: box.outliers.length })] : []),
    ];
    return { series: 0, words, x: middle, y: third, outline: outline + dots };
  });
  const labels = chart.elements.map(({ label }) => label);
  return { marks, paths: [], ...axes(chart, ticksOf(labels), scale), series: [] };
}

function axes(
  { x_label = '', y_label = '' }: { x_label?: string; y_label?: string },
  xTicks: Tick[],
  { ticks }: Scale,
) {
  return { xTicks, yTicks: ticks, xLabel: x_label, yLabel: y_label };
}

/** Categories have equal places. */
function ticksOf(labels: readonly string[]): Tick[] {
  return labels.map((label, index) => ({ place: (index + 0.5) / labels.length, label: readable(label) }));
}

function heightOf(scale: Scale, value: number, height: number): number {
  return (1 - (scale.placeOf(value) ?? 0)) * height;
}

/** What is exact is in the table. */
function told(name: string, value: ChartValue): string {
  return `${name}: ${readable(typeof value === 'number' ? Number(value.toPrecision(6)) : value)}`;
}

function plusAt(x: number, y: number): string {
  return `M${at(x - 3, y)}h6M${at(x, y - 3)}v6`;
}

function nameIn(series: readonly string[], name: string): string[] {
  return series.length > 1 ? [name] : [];
}

function several(series: string[]): string[] {
  return series.length > 1 ? series : [];
}

function at(x: number, y: number): string {
  return `${round(x)} ${round(y)}`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
