import { expect, it } from 'vitest';
import { formOf, prettyJson } from '../../../../src/elements/media/displayForm.ts';

it.each([
  [
    { 'text/plain': 'df', 'text/html': '<table>' },
    { type: 'html', content: '<table>' },
  ],
  [
    { 'text/plain': 'x', 'text/latex': '$x$' },
    { type: 'latex', content: '$x$' },
  ],
  [
    { 'text/plain': 'Image', 'image/png': 'AAAA' },
    { type: 'picture', mimeType: 'image/png', content: 'AAAA' },
  ],
  [
    { 'text/plain': '{}', 'application/json': '{}' },
    { type: 'code', language: 'JAVASCRIPT', content: '{}' },
  ],
  [
    { 'text/plain': 'Audio', 'text/html': '<audio>', 'audio/wav': 'AAAA' },
    { type: 'media', mimeType: 'audio/wav', content: 'AAAA' },
  ],
  [
    { 'text/plain': 'x = 1', 'text/markdown': '```python\nx = 1\n```' },
    { type: 'code', language: 'PYTHON', content: 'x = 1' },
  ],
  [
    { 'text/plain': 'x', 'text/markdown': '```python\nx\n```\nand words' },
    { type: 'markdown', content: '```python\nx\n```\nand words' },
  ],
  [{ 'text/plain': '42' }, { type: 'text', content: '42' }],
  [{ 'application/x-unknown': '?' }, undefined],
])('of %j shows the form that says most', (data, form) => {
  expect(formOf(data as Record<string, string>)).toEqual(form);
});

it.each([
  ['vega', 'application/vnd.vegalite.v5+json'],
  ['vega', 'application/vnd.vegalite.v6+json'],
  ['vega', 'application/vnd.vegalite.v6.json'],
  ['vega', 'application/vnd.vega.v6+json'],
  ['plotly', 'application/vnd.plotly.v1+json'],
  ['bokeh', 'application/vnd.glovebox.bokeh+json'],
])('draws a chart with %s that is named %s', (library, name) => {
  const data = { 'text/plain': 'Chart()', 'text/html': '<script>', [name]: '{}' };
  expect(formOf(data)).toEqual({ type: 'chart', chart: { library, content: '{}' }, text: 'Chart()' });
});

it('writes JSON with a line for each value, and leaves alone what is none', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyJson('{"a":')).toBe('{"a":');
});
