/**
 * `npm run release`: publishes the version of package.json, and `create-glovebox` of the same version, with a statement of where they were built
 * (provenance), which npm makes in CI alone.
 * `-- --dry-run` does all of it but publish; `--tarball FILE` takes a package that `npm pack` has made before.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { problemWithChangelog } from './changelog.ts';
import { problemWithCreate } from './createPackage.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false }, tarball: { type: 'string' } },
});
const isRehearsal = values['dry-run'];
const { name, version }: { name: string; version: string } = JSON.parse(read('package.json'));

const problem =
  problemWithChangelog(read('CHANGELOG.md'), version, isRehearsal) ??
  problemWithCreate(JSON.parse(read('create/package.json')), { name, version }) ??
  problemWithCheckout();
if (problem !== undefined) {
  process.stderr.write(`${name} ${version} is not published: ${problem}\n`);
  process.exit(1);
}
// The second needs the first.
process.exit(publish(values.tarball) || publish('./create'));

/** What is published has to be what is committed. */
function problemWithCheckout(): string | undefined {
  if (isRehearsal) return undefined;
  const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' });
  return stdout === '' ? undefined : `there are changes that are not committed:\n${stdout}`;
}

/** @param source a tarball or a folder; without one, this package. @returns the exit code */
function publish(source?: string): number {
  const args = [
    'publish',
    ...(source === undefined ? [] : [source]),
    '--provenance',
    '--access=public',
    ...(isRehearsal ? ['--dry-run'] : []),
  ];
  return spawnSync('npm', args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
