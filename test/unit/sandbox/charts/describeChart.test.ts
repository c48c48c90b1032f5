import { expect, it } from 'vitest';
import type { BarChart, BoxAndWhiskerData, PointChart, SingleChart } from '../../../../src/sandbox/charts/chart.ts';
import { describeChart } from '../../../../src/sandbox/charts/describeChart.ts';

const SCALES = { x_ticks: [], x_tick_labels: [], x_scale: 'linear', y_ticks: [], y_tick_labels: [], y_scale: 'linear' };

function line(lengths: number[], texts: Partial<PointChart> = {}): PointChart {
  const elements = lengths.map((length) => ({ label: 'a', points: Array<[number, number]>(length).fill([1, 2]) }));
  return { type: 'line', elements, ...SCALES, ...texts };
}

function bars(groups: string[], texts: Partial<BarChart> = {}): BarChart {
  return { type: 'bar', elements: groups.map((group) => ({ label: 'tea', group, value: 1 })), ...texts };
}

const SLICE = { label: 'a', angle: 180, radius: 1 };
const BOX: BoxAndWhiskerData = {
  label: 'a',
  min: 0,
  first_quartile: 1,
  median: 2,
  third_quartile: 3,
  max: 4,
  outliers: [],
};

it.each<[SingleChart, string]>([
  [line([12, 12], { title: 'Sales by month' }), 'Line chart: Sales by month; 2 series, 12 points each'],
  [line([1]), 'Line chart; 1 point'],
  [line([2, 3], { x_label: 'Year', y_label: 'Rain (mm)' }), 'Line chart: Rain (mm) by Year; 2 series'],
  [{ ...line([150]), type: 'scatter', y_label: 'Height' }, 'Scatter plot: Height; 150 points'],
  [bars(['old', 'old']), 'Bar chart; 2 bars'],
  [bars(['old', 'new'], { omitted: 3000 }), 'Bar chart; 3,002 bars in 2 groups'],
  [{ type: 'pie', title: 'Shares', elements: [SLICE, SLICE] }, 'Pie chart: Shares; 2 slices'],
  [{ type: 'box_and_whisker', elements: [BOX] }, 'Box plot; 1 box'],
])('a figure is described by its kind, its name and what is in it: %#', (chart, description) => {
  expect(describeChart(chart)).toBe(description);
});

it('points that were left out are counted', () => {
  const [series] = line([10]).elements;
  expect(describeChart({ ...line([]), elements: [{ label: 'a', points: [], ...series, omitted: 90 }] })).toBe(
    'Line chart; 100 points',
  );
});

it('a figure with several charts is described one by one, if they are few', () => {
  const unknown: SingleChart = { type: 'unknown', title: 'Map', elements: [] };
  const elements = [line([2], { title: 'Left' }), unknown];
  expect(describeChart({ type: 'superchart', title: 'Both', elements })).toBe(
    'Both: 2 charts. 1: Line chart: Left; 2 points. 2: Picture: Map',
  );
  const many = describeChart({ type: 'superchart', elements: Array<SingleChart>(6).fill(unknown), omitted: 4 });
  expect(many).toMatch(/^10 charts\. 1: Picture: Map\. .*4: Picture: Map\. and 6 more$/);
});
