import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const REFERENCE = path.join(ROOT, 'docs/api');

it('the reference says what the types say today', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reference-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code, stderr } = await runCommand('npm', ['run', '-s', 'docs:api', '--', '--out', folder], { cwd: ROOT });
  expect({ code, stderr: stderr.replaceAll(/^npm .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  const files = filesIn(folder, '.md');
  expect(files).toEqual(filesIn(REFERENCE, '.md'));
  for (const file of files) {
    const committed = readFileSync(path.join(REFERENCE, file), 'utf8');
    expect(committed, '`npm run docs:api` brings it up to date').toBe(readFileSync(path.join(folder, file), 'utf8'));
  }
});

/** The widget's elements are described by custom-elements.json, and the library has all of its sandbox. */
const ENTRIES = filesIn(path.join(ROOT, 'src/entries'), '.ts').filter(
  (file) => !['widget.ts', 'sandbox.ts'].includes(file),
);

it.each(ENTRIES)('the reference has all that src/entries/%s exports', (entry) => {
  const sources = entry === 'index.ts' ? [entry, 'sandbox.ts'] : [entry];
  const code = sources.map((file) => readFileSync(path.join(ROOT, 'src/entries', file), 'utf8')).join('');
  const lists = [...code.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, names = '']) => names);
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.replace(/^\s*type\s/, '').trim());
  const reference = readFileSync(path.join(REFERENCE, entry.replace('.ts', '.md')), 'utf8');
  const headings = [...reference.matchAll(/^### (\S+?)(?:\(\))?$/gm)].map(([, name = '']) => name.replaceAll('\\', ''));
  expect(names.filter((name) => name !== '').toSorted()).toEqual(headings.toSorted());
});

function filesIn(folder: string, extension: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith(extension)).toSorted();
}
