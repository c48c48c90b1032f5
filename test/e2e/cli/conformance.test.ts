// @module-tag long
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

async function compare(args: string[]) {
  const ended = await runCommand('npm', ['run', '--silent', 'conformance', '--', '--json', ...args], { cwd: ROOT });
  return { ...JSON.parse(ended.stdout || '{}'), ...ended };
}

async function fileOf(programs: object[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'programs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'programs.jsonl');
  await writeFile(file, programs.map((each) => `${JSON.stringify(each)}\n`).join(''));
  return file;
}

it('runs programs as CPython does: what they write, and how they fail', async () => {
  const { programs, differences, code } = await compare([]);
  expect(programs).toBeGreaterThan(80);
  expect(differences).toEqual([]);
  expect(code).toBe(0);
}, 600_000);

it('says which programs of others come to something else, and asks the machine if they do not say to what', async () => {
  const file = await fileOf([
    { name: 'as it says', code: 'print(input("? ") * 2)', stdin: 'ab\n', expected: '? abab' },
    {
      name: 'as the machine says',
      code: 'print(open("a/b.txt").read())\nraise KeyError(1)',
      files: { 'a/b.txt': 'text' },
    },
    { name: 'another text', code: 'print(1)', stdout: '2\n' },
    { name: 'another error', code: '1 / 0', error: 'ValueError' },
  ]);
  const { different, differences, code } = await compare([file]);
  expect(differences).toEqual([
    { name: 'another text', expected: { stdout: '2\n' }, found: { stdout: '1\n' } },
    {
      name: 'another error',
      expected: { stdout: '', error: 'ValueError' },
      found: { stdout: '', error: 'ZeroDivisionError' },
    },
  ]);
  expect([different, code]).toEqual([2, 1]);
}, 600_000);
