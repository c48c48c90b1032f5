/** Runs the attack suite alone, in a plain page and in a cross-origin-isolated one, and writes what came of every probe to docs/. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startVitest, type TestCase } from 'vitest/node';
import { type Finding, tableOf } from './table.ts';

const PROJECTS = ['security', 'security-isolated'];
const DOCUMENT = fileURLToPath(new URL('../../docs/security-probes.md', import.meta.url));

function findingsOf(tests: Iterable<TestCase>): Finding[] {
  return [...tests].flatMap((test) => {
    const { probe } = test.meta();
    return probe ? [{ ...probe, passed: test.result().state === 'passed' }] : [];
  });
}

const vitest = await startVitest('test', process.argv.slice(2), { project: PROJECTS, watch: false, run: true });
const findings = vitest.state.getTestModules().flatMap((module) => findingsOf(module.children.allTests()));
await mkdir(fileURLToPath(new URL('.', new URL('../../docs/security-probes.md', import.meta.url))), {
  recursive: true,
});
await writeFile(DOCUMENT, tableOf(findings));
await vitest.close();
