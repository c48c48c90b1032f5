// @module-tag long
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';
import { packedTarball } from './packedTarball.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let tarball: string;
beforeAll(async () => {
  tarball = await packedTarball();
}, 300_000);

/** What may be in the package: by folder, the endings of its files. What is in `dependencies` is built in. */
const CONTENT: Record<string, string[]> = {
  '.': ['', '.json', '.md'],
  bin: ['.js'],
  'build/cdn': ['.js', '.txt'],
  'build/cdn/assets': ['.js'],
  'build/cdn/demos': ['.json'],
  'build/library': ['.d.ts', '.html', '.js', '.txt'],
  'build/node': ['.js', '.txt'],
  templates: ['.css', '.html', '.js', '.json', '.ts'],
  types: ['.d.ts'],
};
/** Bytes: what an installation may download. The programs that draw charts are in both builds, and take 2.8 MB in each. */
const SIZE = 8_500_000;

it('the package has the files that users need: no sources, tests, maps and fixtures', async () => {
  const { stdout } = await runCommand('tar', ['-tzf', tarball], {});
  const files = stdout
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
  const found: Record<string, Set<string>> = {};
  for (const file of files) {
    const folder = path.dirname(file);
    const place =
      Object.keys(CONTENT)
        .toSorted((a, b) => b.length - a.length)
        .find((each) => each === folder || folder.startsWith(`${each}/`)) ?? folder;
    found[place] ??= new Set();
    found[place].add(/(?:\.d)?\.\w+$/.exec(path.basename(file))?.[0] ?? '');
  }
  expect(Object.fromEntries(Object.entries(found).map(([place, endings]) => [place, [...endings].toSorted()]))).toEqual(
    CONTENT,
  );
  expect(statSync(tarball).size).toBeLessThan(SIZE);
  expect(files.filter((file) => /(^|\/)(test|fixtures|node_modules)\//.test(file))).toEqual([]);
});

it('`npm run release -- --dry-run` gets as far as the registry', async () => {
  // As the script does, but for npm's own words around it.
  const args = ['--import', 'tsx', 'scripts/release.ts', '--dry-run', '--tarball', tarball];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: ROOT });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  expect(stdout).toMatch(new RegExp(`^\\+ glovebox@${version}$[^]*^\\+ create-glovebox@${version}$`, 'm'));
});
