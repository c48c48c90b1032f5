import { expect, it } from 'vitest';
import { type Support, summaryOf, withSupport } from '../../../support/browsers/supportTable.ts';

const DOCUMENT = `# Support

<!-- test:browsers -->
| Browser | Page | Passed | Failed | Left out |
| --- | --- | --- | --- | --- |
| Chromium 1 | without special headers | 3 | 0 | none |
| Firefox 2 | without special headers | 2 | 1 | none |
<!-- /test:browsers -->

The end.
`;
const firefox: Support = {
  engine: 'firefox',
  mode: 'plain',
  title: 'Firefox 153.7.0',
  passed: 510,
  failed: 0,
  skipped: { 'nothing tells of long tasks': 1, 'there are no wheels': 4 },
};

it('the table has the latest of what was run, and keeps what was not', () => {
  const written = withSupport(DOCUMENT, [firefox]);
  expect(written).toContain('| Chromium 1 | without special headers | 3 | 0 | none |\n');
  expect(written).toContain(
    '| Firefox 153.7.0 | without special headers | 510 | 0 | 1: nothing tells of long tasks; 4: there are no wheels |\n',
  );
  expect(written).not.toContain('Firefox 2');
  expect(written.endsWith('\n\nThe end.\n')).toBe(true);
  const withMore = withSupport(written, [{ ...firefox, mode: 'isolated', skipped: {} }]);
  expect(withMore).toContain('| Firefox 153.7.0 | cross-origin isolated | 510 | 0 | none |');
  expect(withSupport(withMore, [])).toBe(withMore);
});

it('a document without the markers is refused', () => {
  expect(() => withSupport('# Support', [firefox])).toThrow(/<!-- test:browsers -->/);
});

it('the terminal is told the same', () => {
  expect(summaryOf([firefox])).toBe(
    'Firefox 153.7.0, without special headers: 510 passed, 0 failed\n    left out: 1: nothing tells of long tasks\n    left out: 4: there are no wheels\n',
  );
});

it('of a page in which nothing can be run the reason is given', () => {
  const webkit: Support = { ...firefox, engine: 'webkit', title: 'WebKitGTK 2.50.6', impossible: 'no worker starts' };
  expect(withSupport(DOCUMENT, [webkit])).toContain(
    '| WebKitGTK 2.50.6 | without special headers | 510 | 0 | all others: no worker starts |\n',
  );
});
