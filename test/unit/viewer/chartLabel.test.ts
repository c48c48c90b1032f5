import { expect, it } from 'vitest';
import type { ChartLibrary } from '../../../src/viewer/chart.ts';
import { chartLabel } from '../../../src/viewer/chartLabel.ts';
import { figure, itemOf } from '../../support/charts/bokehItem.ts';

it.each<[ChartLibrary, object | string, string]>([
  ['vega', { mark: 'bar', title: 'Sales', data: { values: [1, 2] } }, 'Bar chart “Sales”, 2 points'],
  [
    'vega',
    { layer: [{ mark: { type: 'line' } }, { mark: 'point' }], datasets: { a: [1] } },
    'Line and scatter chart, 1 point',
  ],
  ['vega', { mark: { type: 'arc' } }, 'Pie chart'],
  ['plotly', { data: [{ y: [1, 2, 3] }], layout: { title: { text: '<b>Sales</b>' } } }, 'Line chart “Sales”, 3 points'],
  ['plotly', { data: [{ mode: 'markers', x: { dtype: 'f8', bdata: 'AAAAAAAA8D8=' } }] }, 'Scatter chart, 1 point'],
  ['plotly', { data: [{ type: 'bar', y: { dtype: 'i2', bdata: 'eACHAIAAoADSAPAAvgCWAA==' } }] }, 'Bar chart, 8 points'],
  ['plotly', { data: [{ type: 'pie', values: [1, 2] }] }, 'Pie chart, 2 points'],
  ['plotly', 'no JSON', 'Chart'],
  ['bokeh', itemOf(figure()), 'Bar and line chart “Sales”, 6 points'],
  ['bokeh', { doc: 7 }, 'Chart'],
])('a chart of %s is described in words: %j is %j', (library, chart, words) => {
  const content = typeof chart === 'string' ? chart : JSON.stringify(chart);
  expect(chartLabel({ library, content })).toBe(words);
});
