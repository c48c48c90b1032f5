/**
 * `npm run test:security`: runs the attack suite in every engine that this machine has, in a plain page and in a cross-origin-isolated one,
 * and writes what came of every probe to docs/. `-- --engine firefox --mode plain` chooses.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ProjectRun, readChosen, runProjects } from '../engines/runProjects.ts';
import { type Finding, tableOf } from './table.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/security-probes.md', import.meta.url));

function findingsOf({ title, mode, tests }: ProjectRun): Finding[] {
  return tests.flatMap((test) => {
    const { probe } = test.meta();
    return probe ? [{ ...probe, where: `${title}, ${mode}`, passed: test.result().state === 'passed' }] : [];
  });
}

const chosen = readChosen(process.argv.slice(2));
const runs = await runProjects('security', chosen);
if (chosen.files.length === 0) await writeFile(DOCUMENT, tableOf(runs.flatMap(findingsOf)));
if (runs.length === 0 || runs.some(({ passed }) => !passed)) process.exitCode = 1;
