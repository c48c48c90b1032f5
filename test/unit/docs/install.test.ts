import { beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

/** What `npm ci` would write, without changing anything; the settings are those of the checkout alone. */
async function dryInstall(...options: string[]): Promise<string[]> {
  const args = ['ci', '--dry-run', '--ignore-scripts=false', ...options];
  const env = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const { code, stdout, stderr } = await runCommand('npm', args, {
    env: { ...Object.fromEntries(env), npm_config_userconfig: '/dev/null' },
  });
  expect(code, stderr).toBe(0);
  return `${stdout}${stderr}`.split('\n');
}

let quiet: string[];
let withWarnings: string[];
beforeAll(async () => {
  [quiet, withWarnings] = await Promise.all([dryInstall(), dryInstall('--loglevel=warn')]);
});

it('installs without a warning', () => {
  expect(quiet.filter((line) => line.includes('warn'))).toEqual([]);
});

/** They name Node 22 for their servers; their code for browsers, the one used here, needs no Node. */
const SDKS = /^(@google\/genai|openai|ai|@ai-sdk\/.+)$/;

it('needs no package that refuses this version of Node but the SDKs of models, whose code for browsers is used', () => {
  const refusing = withWarnings.flatMap((line) => /EBADENGINE\s+package: '(.+)@[^@']+'/.exec(line)?.[1] ?? []);
  expect(refusing.filter((name) => !SDKS.test(name))).toEqual([]);
});

it('has decided on the scripts of every package that brings some', () => {
  expect(withWarnings.filter((line) => line.includes('install-scripts'))).toEqual([]);
});
