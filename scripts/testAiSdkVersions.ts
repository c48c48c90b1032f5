/** `npm run test:ai-sdk`: runs the tests of the AI SDK with the oldest and the newest version 6 of it. Version 7 is installed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../test/support/runCommand.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDER = path.join(ROOT, 'node_modules/.cache/ai-sdk');
const TEST = 'test/unit/aiSdk/sdk6.test.ts';

for (const version of ['6.0.0', '6']) {
  console.error(`ai@${version}`);
  const folder = path.join(FOLDER, version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  // Its peer, of which the newest version would be installed.
  await run('npm', ['install', '--silent', '--no-audit', '--no-fund', `ai@${version}`, 'zod@3'], folder);
  await run('npx', ['vitest', 'run', '--project', 'unit', TEST], ROOT, { AI_SDK_6: folder });
}

async function run(command: string, args: string[], cwd: string, environment = {}): Promise<void> {
  const { code } = await runCommand(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...environment } });
  if (code !== 0) process.exitCode = 1;
}
