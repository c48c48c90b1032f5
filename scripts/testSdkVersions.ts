/**
 * `npm run test:sdk`: runs the tests of the clients with the oldest and the newest version of the SDK in each range that they support.
 * `npm run test:sdk -- openai`, or `-- openai 6.1.0`, for one of them.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { runCommand } from '../test/support/runCommand.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Beside the installed packages, of which some SDKs need others. */
const FOLDER = path.join(ROOT, 'node_modules/.cache/sdk');

interface Sdk {
  name: string;
  /** Of versions, separated by ` || `. */
  ranges: string;
  /** The build for Node, in the package. */
  file: string;
  /** Tells vite.config.ts which file replaces the package. */
  variable: string;
  /** For Vitest. */
  testsOf: (version: string) => string[];
}

/** `sdk.test.ts` names what is special about the installed version. */
const GEMINI_TESTS = ['test/unit/gemini', '--exclude', '**/sdk.test.ts', '--exclude', '**/*.property.test.ts'];
/** Before version 3, the SDK opens Live sessions in another way: it does not reject those that can't be opened. */
const BEFORE_3 = ['--exclude', 'test/unit/gemini/live/**'];

const SDKS: readonly Sdk[] = [
  {
    name: '@google/genai',
    ranges: packageJson.peerDependencies['@google/genai'],
    file: 'dist/node/index.mjs',
    variable: 'GENAI_SDK',
    testsOf: (version) => [...GEMINI_TESTS, ...(version.startsWith('2.') ? BEFORE_3 : [])],
  },
  {
    name: 'openai',
    ranges: '^5.0.0 || ^6.0.0 || ^7.0.0',
    file: 'index.mjs',
    variable: 'OPENAI_SDK',
    testsOf: () => ['test/unit/openai'],
  },
  {
    name: '@anthropic-ai/sdk',
    ranges: '>=0.80.0 <1.0.0 || ^1.0.0',
    // Its folder, since other files of it are imported, too.
    file: '.',
    variable: 'ANTHROPIC_SDK',
    testsOf: () => ['test/unit/anthropic'],
  },
];

const [name, ...given] = process.argv.slice(2);
const chosen = SDKS.filter((each) => name === undefined || each.name === name);
if (chosen.length === 0)
  throw new Error(`There is no SDK ${name}. Name one of ${SDKS.map((sdk) => sdk.name).join(', ')}.`);
for (const sdk of chosen) {
  for (const version of given.length > 0 ? given : await supportedVersions(sdk)) await test(sdk, version);
}

async function test(sdk: Sdk, version: string): Promise<void> {
  console.error(`${sdk.name} ${version}`);
  const environment = { ...process.env, [sdk.variable]: await download(sdk, version) };
  const vitest = ['vitest', 'run', '--project', 'unit', ...sdk.testsOf(version)];
  const { code } = await runCommand('npx', vitest, { cwd: ROOT, stdio: 'inherit', env: environment });
  if (code !== 0) process.exitCode = 1;
}

/** Of each range, such as `^2.23.0` or `>=0.80.0 <1.0.0`, its lower end and the newest version in it. */
async function supportedVersions({ name, ranges }: Sdk): Promise<string[]> {
  const found: string[] = [];
  for (const range of ranges.split(' || ')) {
    const list = JSON.parse(await npm('view', `${name}@${range}`, 'version', '--json'));
    found.push(/\d[\d.]*/.exec(range)?.[0] ?? '', [list].flat().at(-1));
  }
  return [...new Set(found)];
}

/** @returns the file of the SDK for Node */
async function download({ name, file }: Sdk, version: string): Promise<string> {
  const folder = path.join(FOLDER, name.replace('/', '-'), version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = await npm('pack', '--silent', '--pack-destination', folder, `${name}@${version}`);
  const { code, stderr } = await runCommand('tar', ['-xzf', archive.trim()], { cwd: folder });
  if (code !== 0) throw new Error(`The package can't be unpacked: ${stderr}`);
  return path.join(folder, 'package', file);
}

async function npm(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: ROOT });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}
