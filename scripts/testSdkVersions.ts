/** `npm run test:sdk`: runs the tests of the Gemini client with the oldest and the newest version of the SDK in each range that it supports. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { runCommand } from '../test/support/runCommand.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Beside the installed packages, of which the SDK's build for Node needs some. */
const FOLDER = path.join(ROOT, 'node_modules/.cache/genai');
/** `sdk.test.ts` names what is special about the installed version. */
const TESTS = ['test/unit/gemini', '--exclude', '**/sdk.test.ts', '--exclude', '**/*.property.test.ts'];
/** Before version 3, the SDK opens Live sessions in another way: it does not reject those that can't be opened. */
const BEFORE_3 = ['--exclude', 'test/unit/gemini/live/**'];

const given = process.argv.slice(2);
const versions = given.length > 0 ? given : await supportedVersions(packageJson.peerDependencies['@google/genai']);
for (const version of versions) {
  console.error(`@google/genai ${version}`);
  const environment = { ...process.env, GENAI_SDK: await download(version) };
  const vitest = ['vitest', 'run', '--project', 'unit', ...TESTS, ...(version.startsWith('2.') ? BEFORE_3 : [])];
  const { code } = await runCommand('npx', vitest, { cwd: ROOT, stdio: 'inherit', env: environment });
  if (code !== 0) process.exitCode = 1;
}

/** Of each range, such as `^2.23.0`, its lower end and the newest version in it. */
async function supportedVersions(ranges: string): Promise<string[]> {
  const found: string[] = [];
  for (const range of ranges.split(' || ')) {
    const list = JSON.parse(await npm('view', `@google/genai@${range}`, 'version', '--json'));
    found.push(range.replace(/^\D/, ''), [list].flat().at(-1));
  }
  return [...new Set(found)];
}

/** @returns the file of the SDK for Node */
async function download(version: string): Promise<string> {
  const folder = path.join(FOLDER, version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = await npm('pack', '--silent', '--pack-destination', folder, `@google/genai@${version}`);
  const { code, stderr } = await runCommand('tar', ['-xzf', name.trim()], { cwd: folder });
  if (code !== 0) throw new Error(`The package can't be unpacked: ${stderr}`);
  return path.join(folder, 'package/dist/node/index.mjs');
}

async function npm(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: ROOT });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}
