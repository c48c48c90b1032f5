/**
 * `npm run test:browsers`: runs the browser suite in every engine that this machine has, in a plain page and in a cross-origin-isolated
 * one, and writes what came of it into the documentation. `-- --engine firefox --mode plain test/browser/sandbox/state` chooses.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ProjectRun, readChosen, runProjects } from './runProjects.ts';
import { type Support, summaryOf, withSupport } from './supportTable.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/browser-support.md', import.meta.url));

function supportOf({ engine, mode, title, tests, impossible }: ProjectRun): Support {
  const results = tests.map((test) => test.result());
  const skipped: Record<string, number> = {};
  for (const result of results) {
    if (result.state !== 'skipped') continue;
    const reason = result.note ?? 'no reason given';
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  }
  const count = (state: 'passed' | 'failed') => results.filter((result) => result.state === state).length;
  return { engine, mode, title, passed: count('passed'), failed: count('failed'), skipped, impossible };
}

const chosen = readChosen(process.argv.slice(2));
const runs = await runProjects('browser', chosen);
const shown = runs.map(supportOf);
process.stdout.write(`\n${summaryOf(shown)}`);
if (chosen.files.length === 0) await writeFile(DOCUMENT, withSupport(await readFile(DOCUMENT, 'utf8'), shown));
if (runs.length === 0 || runs.some(({ passed }) => !passed)) process.exitCode = 1;
