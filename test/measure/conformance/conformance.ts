/** `npm run conformance -- programs.jsonl`: fails where a program comes to something else in the sandbox than it ought to. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { JSHandle } from 'playwright';
import { withPage } from '../../support/openPage.ts';
import { runInCPython } from './cpython.ts';
import type { Programs } from './inSandbox.ts';
import { expectationOf, isSame, type Outcome, type Program, readPrograms } from './program.ts';

const OWN = fileURLToPath(new URL('programs.jsonl', import.meta.url));
const HELP = `Usage: npm run conformance -- [programs.jsonl] [--python python3] [--json]
Runs each program in the sandbox and compares what it writes, and the exception that ends it, with what the file says:
one JSON object a line, {"code", "name", "stdin", "files": {path: text}, "stdout" (or "expected"), "error"}.
Where a line says neither "stdout" nor "error", the machine's own Python is asked. Without a file: the project's own programs.
`;
/** Characters of an output in the table. */
const SHOWN = 160;

interface Compared {
  name: string;
  expected: Outcome;
  found: Outcome;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'string', default: 'python3' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(HELP);
else await main(positionals[0] ?? OWN);

async function main(file: string): Promise<void> {
  const programs = readPrograms(await readFile(file, 'utf8'));
  if (programs.length === 0) throw new Error(`There are no programs in ${file}.`);
  const { compared, python } = await compareAll(programs);
  const different = compared.filter(({ expected, found }) => !isSame(expected, found));
  const summary = { programs: compared.length, different: different.length, python };
  if (values.json) process.stdout.write(`${JSON.stringify({ ...summary, differences: different })}\n`);
  else {
    process.stdout.write(different.map(describe).join(''));
    process.stdout.write(`${summary.programs} programs, ${summary.different} different, in Python ${python}.\n`);
  }
  process.exitCode = different.length === 0 ? 0 : 1;
}

function compareAll(programs: readonly Program[]): Promise<{ compared: Compared[]; python: string }> {
  return withPage(async (page) => {
    const sandbox: JSHandle<Programs> = await page.evaluateHandle(async () => {
      const module = '/test/measure/conformance/inSandbox.ts';
      const inPage = (await import(/* @vite-ignore */ module)) as typeof import('./inSandbox.ts');
      return new inPage.Programs();
    });
    const compared: Compared[] = [];
    for (const [index, program] of programs.entries()) {
      const found = await sandbox.evaluate((all, one) => all.run(one), program);
      const expected = expectationOf(program) ?? (await runInCPython(program, values.python));
      compared.push({ name: program.name ?? `program ${index + 1}`, expected, found });
    }
    return { compared, python: await sandbox.evaluate((all) => all.python) };
  });
}

function describe({ name, expected, found }: Compared): string {
  const [wanted, got] = fromWhereTheyDiffer(expected.stdout, found.stdout);
  return [
    name,
    `  expected ${expected.error ?? 'no error'}, ${JSON.stringify(wanted)}`,
    `  got      ${found.error ?? 'no error'}, ${JSON.stringify(got)}\n`,
  ].join('\n');
}

function fromWhereTheyDiffer(one: string, other: string): [string, string] {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - SHOWN / 4);
  return [one.slice(from, from + SHOWN), other.slice(from, from + SHOWN)];
}
