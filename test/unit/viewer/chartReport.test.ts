import { expect, it } from 'vitest';
import { readChartReport } from '../../../src/viewer/chartReport.ts';

it('takes what a frame of a chart tells', () => {
  const report = { type: 'height', height: 300 };
  expect(readChartReport({ ...report, more: 1 })).toEqual(report);
});

it('takes a picture in base64 that has a size', () => {
  const data = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  expect(readChartReport({ type: 'picture', data })).toEqual({ type: 'picture', data });
});

it.each([
  { type: 'picture', data: 'bm8gUE5H' },
  { type: 'picture', data: '<svg/>' },
  undefined,
  null,
  'drawn',
  { type: 'other' },
  { type: 'started' },
  { type: 'height', height: '300' },
  { type: 'height', height: -1 },
  { type: 'height', height: 1e9 },
  { type: 'refused', address: 'x'.repeat(501) },
  { type: 'noted' },
  { type: 'failed', message: { toString: () => 'x' } },
])('ignores what is malformed: %j', (data) => {
  expect(readChartReport(data)).toBeUndefined();
});
