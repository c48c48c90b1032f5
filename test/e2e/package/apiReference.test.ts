import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FILE = 'README.md';

it('the reference says what the types say today', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reference-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code, stderr } = await runCommand('npm', ['run', '-s', 'docs:api', '--', '--out', folder], { cwd: ROOT });
  expect({ code, stderr: stderr.replaceAll(/^npm .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  const committed = readFileSync(path.join(ROOT, 'docs/api', FILE), 'utf8');
  expect(committed, '`npm run docs:api` brings it up to date').toBe(readFileSync(path.join(folder, FILE), 'utf8'));
});

it('the reference has all that the library exports', () => {
  const index = ['src/index.ts', 'src/sandbox.ts'].map((file) => readFileSync(path.join(ROOT, file), 'utf8')).join('');
  const lists = [...index.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, names = '']) => names);
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.replace(/^\s*type\s/, '').trim());
  const reference = readFileSync(path.join(ROOT, 'docs/api', FILE), 'utf8');
  const headings = [...reference.matchAll(/^### (\S+?)(?:\(\))?$/gm)].map(([, name = '']) => name.replaceAll('\\', ''));
  expect(names.filter((name) => name !== '').toSorted()).toEqual(headings.toSorted());
});
