import { expect, it } from 'vitest';
import { rowsOf } from '../../../../src/elements/media/figureRows.ts';
import type { PointChart } from '../../../../src/sandbox/charts/chart.ts';

const SCALES = { x_ticks: [], x_tick_labels: [], x_scale: 'linear', y_ticks: [], y_tick_labels: [], y_scale: 'linear' };

function lines(elements: PointChart['elements']): PointChart {
  return { type: 'line', elements, ...SCALES };
}

it('one series is a table of places and values, named as its axes are', () => {
  const series = [{ label: 'Line 1', points: [[1, 2] as [number, number], [1, 3] as [number, number]] }];
  const rows = [
    [1, 2],
    [1, 3],
  ];
  expect(rowsOf(lines(series))).toEqual({ header: ['x', 'y'], rows });
  expect(rowsOf({ ...lines(series), x_label: 'Day', y_label: 'Rain' })).toEqual({ header: ['Day', 'Rain'], rows });
});

it('series with values in the same places are columns', () => {
  const bars = ['old', 'new'].flatMap((group, index) =>
    ['tea', 'milk'].map((label, place) => ({ label, group, value: 2 * index + place })),
  );
  expect(rowsOf({ type: 'bar', x_label: 'Ware', elements: bars })).toEqual({
    header: ['Ware', 'old', 'new'],
    rows: [
      ['tea', 0, 2],
      ['milk', 1, 3],
    ],
  });
});

it.each([
  ['other places', [[2, 7]]],
  [
    'two values in a place',
    [
      [1, 7],
      [1, 8],
    ],
  ],
] as const)('series with %s have a row for each value', (_, points) => {
  const other = points.map(([x, y]): [number, number] => [x, y]);
  const { header, rows } = rowsOf(
    lines([
      { label: 'a', points: [[1, 5]] },
      { label: 'b', points: other },
    ]),
  );
  expect(header).toEqual(['Series', 'x', 'y']);
  expect(rows).toEqual([['a', 1, 5], ...other.map(([x, y]) => ['b', x, y])]);
});

it('a slice has its share, and a box its numbers', () => {
  const pie = rowsOf({ type: 'pie', elements: [{ label: 'tea', angle: 120, radius: 1 }] });
  expect(pie.rows).toEqual([['tea', 33.33]]);
  const box = { label: 'a', min: 0, first_quartile: 1, median: 2, third_quartile: 3, max: 4, outliers: [9, 10] };
  expect(rowsOf({ type: 'box_and_whisker', elements: [box] }).rows).toEqual([['a', 0, 1, 2, 3, 4, '9, 10']]);
});
