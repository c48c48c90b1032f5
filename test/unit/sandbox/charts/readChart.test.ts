import { describe, expect, it } from 'vitest';
import { CHART_MIME_TYPE } from '../../../../src/protocol.ts';
import { readChart } from '../../../../src/sandbox/charts/readChart.ts';
import { RunResultBuilder } from '../../../../src/sandbox/result.ts';
import { NOTHING_LOST } from '../../../../src/sandbox/session/history.ts';

const SCALES = { x_ticks: [0, 'a'], x_tick_labels: ['0', 'a'], x_scale: 'linear', y_ticks: [], y_tick_labels: [] };
const LINE = { type: 'line', elements: [{ label: 'a', points: [[1, '2024-01-01']] }], ...SCALES, y_scale: 'log' };
const BAR = { type: 'bar', title: 'Sales', elements: [{ label: 'tea', group: 'old', value: 2 }], omitted: 3 };
const PIE = { type: 'pie', elements: [{ label: '', angle: 360, radius: 1 }] };
const BOX = { label: 'a', min: 0, first_quartile: 1, median: 2, third_quartile: 3, max: 4, outliers: [9] };
const UNKNOWN = { type: 'unknown', elements: [] };
const SUPER = { type: 'superchart', elements: [LINE, BAR, PIE, { type: 'box_and_whisker', elements: [BOX] }, UNKNOWN] };

function read(chart: unknown) {
  return readChart({ [CHART_MIME_TYPE]: typeof chart === 'string' ? chart : JSON.stringify(chart) });
}

describe('the data of a figure', () => {
  it.each([LINE, BAR, PIE, UNKNOWN, SUPER])('of a known kind is given as it came: $type', (chart) => {
    expect(read(chart)).toEqual(chart);
  });

  it('has no properties but those that it is known for', () => {
    expect(read({ ...PIE, colour: 'red', elements: [{ ...PIE.elements[0], __proto__: {}, onclick: 'x' }] })).toEqual(
      PIE,
    );
  });

  it.each([
    ['no JSON', '{'],
    ['JSON that is nested too deeply', '['.repeat(1_000_000)],
    ['nothing', null],
    ['a kind that is not known', { ...PIE, type: 'map' }],
    ['a number that is infinite', '{"type":"pie","elements":[{"label":"","angle":1e999,"radius":1}]}'],
    ['a text that is very long', { ...BAR, title: 'x'.repeat(201) }],
    ['very many elements', { ...BAR, elements: Array(10_001).fill(BAR.elements[0]) }],
    ['very much of everything', { ...BAR, more: 'x'.repeat(2 * 1024 ** 2) }],
    ['points with one value', { ...LINE, elements: [{ label: 'a', points: [[1]] }] }],
    ['no scales', { type: 'line', elements: [] }],
    ['a superchart in a superchart', { ...SUPER, elements: [SUPER] }],
    ['elements where there can be none', { ...UNKNOWN, elements: [1] }],
  ])('is left out if it is %s', (_, chart) => {
    expect(read(chart)).toBeUndefined();
  });
});

it('a result has the data of its figures in order, and shows none of it to the model', async () => {
  const builder = new RunResultBuilder();
  for (const chart of [BAR, 'no JSON', PIE]) {
    const data = { 'text/plain': 'Figure', [CHART_MIME_TYPE]: JSON.stringify(chart) };
    builder.addDisplay({ source: 'figure', data });
  }
  builder.addDisplay({ source: 'result', data: { 'text/plain': '7' } });
  const ending = { run: 1, timeout: 1, undone: false, losses: NOTHING_LOST, language: 'Python' } as const;
  const result = await builder.compose({ status: 'ok', durationMs: 1, droppedOutput: 0, files: [] }, ending);
  expect(result.charts).toEqual([BAR, PIE]);
  expect(result.output).toBe('7\n');
});

it('the model reads a description of an interactive chart in the place of its text', async () => {
  const builder = new RunResultBuilder();
  const chart = JSON.stringify({ data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }] });
  const show = () => {
    const data = { 'text/plain': 'Figure({…})', 'application/vnd.plotly.v1+json': chart };
    builder.addDisplay({ source: 'result', data });
  };
  show();
  builder.clear();
  builder.addOutput([{ stream: 'stdout', text: 'before', time: 0 }]);
  show();
  builder.addDisplay({ source: 'display', data: { 'text/plain': 'after' } });
  const ending = { run: 1, timeout: 1, undone: false, losses: NOTHING_LOST, language: 'Python' } as const;
  const result = await builder.compose({ status: 'ok', durationMs: 1, droppedOutput: 0, files: [] }, ending);
  expect(result.output).toBe(
    'before\nInteractive chart: Bar chart, 2 points\n- bar: x a, b; y 1 to 2; points: (a, 1), (b, 2)\nafter\n',
  );
  expect(result.text).toBe('Figure({…})');
});
