import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemWithChangelog } from '../../../scripts/changelog.ts';

const of = (...headings: string[]) =>
  ['# Changelog', ...headings.map((heading) => `## ${heading}\n\n- A change.`)].join('\n\n');
const RELEASED = of('[0.2.0] - 2026-12-01', '[0.1.0] - 2026-11-01');
const UNRELEASED = of('[Unreleased]', '[0.1.0] - 2026-11-01');

it.each([
  ['agrees, and is released', RELEASED, '0.2.0', undefined],
  ['has another version', RELEASED, '0.3.0', 'CHANGELOG.md begins with 0.2.0, and package.json has 0.3.0.'],
  ['has no date', of('[0.2.0]'), '0.2.0', 'The heading of 0.2.0 in CHANGELOG.md has no date.'],
  ['has unreleased changes', UNRELEASED, '0.2.0', expect.stringContaining('put them under `## [0.2.0] - YYYY-MM-DD`')],
  ['is empty', '# Changelog', '0.2.0', 'CHANGELOG.md has no heading of a version.'],
])('a changelog that %s', (_, changelog, version, problem) => {
  expect(problemWithChangelog(changelog, version, false)).toEqual(problem);
});

it('may have unreleased changes in a rehearsal, if the version is raised already', () => {
  expect(problemWithChangelog(UNRELEASED, '0.2.0', true)).toBeUndefined();
  expect(problemWithChangelog(UNRELEASED, '0.1.0', true)).toContain('raise the version');
});

it('agrees with package.json in this repository', () => {
  const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
  expect(problemWithChangelog(read('CHANGELOG.md'), JSON.parse(read('package.json')).version, true)).toBeUndefined();
});
