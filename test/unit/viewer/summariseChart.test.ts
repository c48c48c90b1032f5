import { expect, it } from 'vitest';
import { summariseChart } from '../../../src/viewer/summariseChart.ts';
import { figure, itemOf, model } from '../../support/charts/bokehItem.ts';

const plotly = (chart: object) => summariseChart({ library: 'plotly', content: JSON.stringify(chart) });
const bokeh = (chart: object) => summariseChart({ library: 'bokeh', content: JSON.stringify(chart) });
const vega = (chart: object) => summariseChart({ library: 'vega', content: JSON.stringify(chart) });

it('a figure of Plotly is summarised by its axes and its traces, with ranges and points', async () => {
  const y = { dtype: 'f4', bdata: 'AACAPwAAAEAAAEBA' };
  const days = Array.from({ length: 20 }, (_, day) => `2026-01-${String(day + 1).padStart(2, '0')}`);
  const layout = { title: { text: 'Rain' }, xaxis: { title: { text: 'Day' } }, yaxis: { type: 'log' } };
  const data = [
    { name: 'north', mode: 'lines', x: days, y: days.map((_, day) => day / 3) },
    { name: 'south', type: 'bar', x: ['a', 'b', 'c'], y },
    { type: 'heatmap', z: { dtype: 'i1', bdata: 'AQIDBAUG', shape: '2, 3' } },
  ];
  expect(await plotly({ data, layout })).toBe(`Interactive chart: Line and bar and heatmap chart “Rain”, 29 points
x axis: Day
y axis: (logarithmic)
- line “north”: x 2026-01-01 to 2026-01-20; y 0 to 6.33333; first points: (2026-01-01, 0), (2026-01-02, 0.333333), (2026-01-03, 0.666667)
- bar “south”: x a, b, c; y 1 to 3; points: (a, 1), (b, 2), (c, 3)
- heatmap: z 1 to 6; 2 rows, 3 columns`);
});

it('a chart of Vega-Lite is summarised by what its marks show, and by its data', async () => {
  const encoding = {
    x: { field: 'month', type: 'ordinal' },
    y: { field: 'sales', aggregate: 'mean', title: 'Sales (€)', type: 'quantitative' },
    color: { value: 'teal' },
  };
  const rows = [
    { month: 'Jan', sales: 28 },
    { month: 'Feb', sales: null },
  ];
  expect(await vega({ mark: 'bar', title: 'Sales', encoding, datasets: { a: rows }, data: { name: 'a' } })).toBe(
    `Interactive chart: Bar chart “Sales”, 2 points
- bar: x month (ordinal); y mean of sales “Sales (€)” (quantitative)
data: 2 rows; month Jan, Feb; sales 28; points: (Jan, 28), (Feb, none)`,
  );
});

it('a figure of Bokeh is summarised by its axes and its glyphs', async () => {
  expect(await bokeh(itemOf(figure()))).toBe(`Interactive chart: Bar and line chart “Sales”, 6 points
x axis: Month
y axis: Sold
- bar “tea”: x Jan, Feb, Mar; top 28 to 55; points: (Jan, 28), (Feb, 55), (Mar, 43)
- line: x Jan, Feb, Mar; y 1.5 to 3; points: (Jan, 1.5), (Feb, 2), (Mar, 3)`);
});

it('a layout of Bokeh is summarised figure by figure, with dates and pictures', async () => {
  const source = (entries: object) =>
    model('ColumnDataSource', { data: { type: 'map', entries: Object.entries(entries) } });
  const field = (name: string) => ({ type: 'field', field: name });
  const days = model('GlyphRenderer', {
    data_source: source({ x: [1767225600000, 1767312000000], y: [1, { type: 'number', value: 'nan' }] }),
    glyph: model('Line', { x: field('x'), y: field('y') }),
  });
  const picture = { type: 'ndarray', array: [0, 1, 2, 3], shape: [2, 2], dtype: 'int32', order: 'little' };
  const heat = model('GlyphRenderer', {
    data_source: source({ image: [picture] }),
    glyph: model('Image', { image: field('image') }),
  });
  const axes = { left: [model('LogAxis')], below: [model('DatetimeAxis')] };
  const children = [figure({ renderers: [days], ...axes }), figure({ renderers: [heat], title: model('Title') })];
  expect(
    await bokeh(itemOf(model('Column', { children }))),
  ).toBe(`Interactive chart: Line and heatmap chart “Sales”, 3 points
figure “Sales”
x axis: (dates)
y axis: (logarithmic)
- line: x 2026-01-01, 2026-01-02; y 1; points: (2026-01-01, 1), (2026-01-02, none)
figure
x axis: Month
y axis: Sold
- heatmap: image 0 to 3; points: 0, 1, 2, 3`);
});

it('what is very large is summarised by its beginning', async () => {
  const data = Array.from({ length: 100 }, (_, number) => ({ name: 'x'.repeat(1000), y: [number] }));
  const words = await plotly({ data });
  expect(words).toMatch(/and 88 more traces$/);
  expect(words.length).toBeLessThan(2000);
});

it.each([[{ data: [{ x: { bdata: '?', dtype: 'f8' } }] }], [{ data: 7, layout: [] }], [[]]])(
  'a malformed chart is a chart all the same: %j',
  async (chart) => {
    for (const describe of [plotly, vega, bokeh]) expect(await describe(chart)).toMatch(/^Interactive chart/);
  },
);
