// @module-tag long
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** One of each module of rows: each boots engines of its own. What a visit moves is counted by `npm run size`, too, in CI. */
const ROWS = ['interpreter-new', 'roundtrip', 'tool-calls', 'pictures', 'hop-interactions', 'restore-30', 'memory'];
const UNITS: Record<string, string> = { memory: 'MB' };

it('`npm run bench` has a line of JSON for each row that it is asked for, which is not judged', async () => {
  const only = ROWS.flatMap((name) => ['--only', name]);
  const { code, stdout } = await runCommand('npm', ['run', '-s', 'bench', '--', '--json', '--times', '1', ...only], {
    cwd: ROOT,
  });
  expect(code).toBe(0);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ name }) => name).toSorted()).toEqual(ROWS.toSorted());
  for (const row of rows) {
    expect(row).toMatchObject({ n: 1, against: expect.any(String), unit: UNITS[row.name] ?? 'ms' });
    expect(row.ratio, row.name).toBeCloseTo(row.ours / row.reference);
    expect(row.reference, row.name).toBeGreaterThan(0);
  }
}, 1_200_000);

it('`npm run bench` names the browsers that it can measure, if it is asked for another', async () => {
  const { code, stderr } = await runCommand('npm', ['run', '-s', 'bench', '--', '--browser', 'opera'], { cwd: ROOT });
  expect(code).toBe(1);
  expect(stderr).toContain('--browser takes chromium, firefox, webkit; it was given opera.');
});
