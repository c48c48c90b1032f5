import { expect, it } from 'vitest';
import { readChartReport } from '../../../src/viewer/chartReport.ts';

it('takes what a frame of a chart tells', () => {
  const report = { type: 'height', height: 300 };
  expect(readChartReport({ ...report, more: 1 })).toEqual(report);
});

it.each([
  undefined,
  null,
  'drawn',
  { type: 'other' },
  { type: 'started' },
  { type: 'height', height: '300' },
  { type: 'height', height: -1 },
  { type: 'height', height: 1e9 },
  { type: 'refused', address: 'x'.repeat(501) },
  { type: 'failed', message: { toString: () => 'x' } },
])('ignores what is malformed: %j', (data) => {
  expect(readChartReport(data)).toBeUndefined();
});
