import { expect, it } from 'vitest';
import { programFor } from '../../../src/viewer/programs.ts';

const plotly = (...types: (string | undefined)[]) => ({
  library: 'plotly' as const,
  content: JSON.stringify({ data: types.map((type) => ({ type })) }),
});

it.each([[undefined], ['bar'], ['heatmap'], ['pie']])('a trace %s of Plotly is drawn by the small program', (type) => {
  expect(programFor(plotly('scatter', type))).toBe('plotly');
});

it.each(['surface', 'choropleth', 'sunburst', 'scattergl', 'unknown'])(
  'a trace %s of Plotly needs all of it',
  (type) => {
    expect(programFor(plotly('scatter', type))).toBe('plotlyFull');
  },
);

it('what is no figure, and charts of other libraries, need no more than their own program', () => {
  expect(programFor({ library: 'plotly', content: 'no JSON' })).toBe('plotly');
  expect(programFor({ library: 'bokeh', content: '{"data":[{"type":"surface"}]}' })).toBe('bokeh');
});
