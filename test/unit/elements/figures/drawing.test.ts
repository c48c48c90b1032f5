import { expect, it } from 'vitest';
import { drawingOf } from '../../../../src/elements/figures/drawing.ts';
import type { BoxAndWhiskerData, ChartValue, PointChart, SingleChart } from '../../../../src/sandbox/charts/chart.ts';

const SIZE = { width: 100, height: 100 };
const draw = (chart: SingleChart) => {
  const drawing = drawingOf(chart, SIZE);
  if (!drawing) throw new Error('There is nothing to draw.');
  return drawing;
};

function points(points: [ChartValue, ChartValue][], more: Partial<PointChart> = {}): PointChart {
  const axes = { x_ticks: [], x_tick_labels: [], x_scale: 'linear', y_ticks: [], y_tick_labels: [], y_scale: 'linear' };
  return { type: 'line', elements: [{ label: 'a', points }], ...axes, ...more };
}

const places = (chart: PointChart) => draw(chart).marks.map(({ x, y }) => [Math.round(x), Math.round(y)]);

it('points stand where their values are, with the ticks of the figure that are in sight', () => {
  const chart = points(
    [
      [0, 10],
      [5, 20],
      [10, 30],
    ],
    { x_ticks: [0, 5, 20], x_tick_labels: ['zero', '', ''], x_label: 'km' },
  );
  expect(places(chart)).toEqual([
    [5, 95],
    [50, 50],
    [95, 5],
  ]);
  expect(draw(chart).xTicks.map(({ label }) => label)).toEqual(['zero', '5']);
  expect(draw(chart).marks[1]?.words).toEqual(['km: 5', 'y: 20']);
});

it.each<[string, PointChart]>([
  [
    'a logarithmic axis',
    points(
      [
        [1, 0],
        [10, 1],
        [100, 2],
      ],
      { x_scale: 'log' },
    ),
  ],
  [
    'dates',
    points(
      [
        ['2026-01-01', 0],
        ['2026-01-02T00:00:00', 1],
        ['2026-01-03', 2],
      ],
      { x_scale: 'datetime' },
    ),
  ],
  [
    'names',
    points(
      [
        ['a', 0],
        ['b', 1],
        ['c', 2],
      ],
      { x_scale: 'categorical', x_ticks: [0, 1, 2], x_tick_labels: ['a', 'b', 'c'] },
    ),
  ],
  [
    'names without ticks',
    points([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]),
  ],
])('places are even on %s', (_, chart) => {
  expect(places(chart).map(([x]) => x)).toEqual([5, 50, 95]);
});

it('what has no place on a logarithmic axis is left out', () => {
  expect(
    places(
      points(
        [
          [0, 1],
          [1, 1],
          [10, 1],
        ],
        { x_scale: 'log' },
      ),
    ),
  ).toHaveLength(2);
});

it('bars stand on zero, side by side in their categories', () => {
  const elements = ['old', 'new'].flatMap((group) => [10, -10].map((value) => ({ label: `${value}`, group, value })));
  const { marks, series, yTicks } = draw({ type: 'bar', elements });
  expect(series).toEqual(['old', 'new']);
  expect(marks.map(({ x }) => x)).toEqual([15, 65, 35, 85]);
  expect(marks[0]?.outline).toBe('M5 50V4.5h20V50z');
  expect(yTicks.map(({ label }) => label)).toEqual(['-10', '-5', '0', '5', '10']);
});

it('slices and boxes have their values', () => {
  const slices = [90, 270].map((angle) => ({ label: `${angle}`, angle, radius: 1 }));
  expect(draw({ type: 'pie', elements: slices }).marks.map(({ words }) => words[1])).toEqual(['25 %', '75 %']);
  const box: BoxAndWhiskerData = {
    label: 'A',
    min: 0,
    first_quartile: 1,
    median: 2,
    third_quartile: 3,
    max: 4,
    outliers: [9],
  };
  const [mark] = draw({ type: 'box_and_whisker', y_label: 'Score', elements: [box] }).marks;
  expect(mark?.words).toEqual([
    'A',
    'Upper whisker: 4',
    'Third quartile: 3',
    'Median: 2',
    'First quartile: 1',
    'Lower whisker: 0',
    'Outliers: 1',
  ]);
});

it.each<SingleChart>([
  { type: 'unknown', elements: [] },
  { type: 'bar', elements: [] },
])('there is nothing to draw of %j', (chart) => {
  expect(drawingOf(chart, SIZE)).toBeUndefined();
});
