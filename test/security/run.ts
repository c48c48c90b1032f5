/**
 * `npm run test:security`: runs the attack suite in every engine that this machine has, in a plain page and in a cross-origin-isolated one,
 * and writes what came of every probe to docs/. `-- --engine firefox --mode plain` chooses, and `-- messages` one family; what was found
 * elsewhere before stays.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES, MODES } from '../support/browsers/engine.ts';
import { type ProjectRun, readChosen, runProjects } from '../support/browsers/runProjects.ts';
import { type Finding, tableOf, withoutThoseOf } from './table.ts';

/** In this order. */
const PLACES = ENGINES.flatMap((engine) => MODES.map((mode) => `${engine} ${mode}`));
const DOCUMENT = fileURLToPath(new URL('../../docs/security-probes.md', import.meta.url));

/** What each engine and kind of page has come to, for the document to have them all whichever is run again. */
const KEPT = fileURLToPath(new URL('../../node_modules/.cache/glovebox-probes.json', import.meta.url));

function findingsOf({ title, mode, tests }: ProjectRun): Finding[] {
  return tests.flatMap((test) => {
    const { probe } = test.meta();
    return probe ? [{ ...probe, where: `${title}, ${mode}`, passed: test.result().state === 'passed' }] : [];
  });
}

/** With what earlier runs of this checkout have found where this one did not look. */
async function withKept(runs: ProjectRun[], files: readonly string[]): Promise<Finding[]> {
  const kept: Record<string, Finding[]> = JSON.parse(await readFile(KEPT, 'utf8').catch(() => '{}'));
  for (const run of runs) {
    const place = `${run.engine} ${run.mode}`;
    const found = findingsOf(run);
    kept[place] = files.length === 0 ? found : [...withoutThoseOf(kept[place] ?? [], found), ...found];
  }
  await mkdir(path.dirname(KEPT), { recursive: true });
  await writeFile(KEPT, JSON.stringify(kept));
  return PLACES.flatMap((place) => kept[place] ?? []);
}

const chosen = readChosen(process.argv.slice(2));
const runs = await runProjects('security', chosen);
await writeFile(DOCUMENT, tableOf(await withKept(runs, chosen.files)));
if (runs.length === 0 || runs.some(({ passed }) => !passed)) process.exitCode = 1;
