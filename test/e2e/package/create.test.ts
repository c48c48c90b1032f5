// @module-tag long
/** `npm create glovebox`: what npm does with the package `create-glovebox`. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalServer } from '../../support/localServer.ts';
import { startNpmRegistry } from '../../support/npmRegistry.ts';
import { type Ended, runCommand } from '../../support/runCommand.ts';
import { packPackage } from './packedPackage.ts';
import { packedTarball } from './packedTarball.ts';

const CREATE = fileURLToPath(new URL('../../../create', import.meta.url));

let folder: string;
let registry: LocalServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'glovebox-create-'));
  registry = await startNpmRegistry({
    glovebox: await packedTarball(),
    'create-glovebox': await packPackage(folder, CREATE),
  });
}, 300_000);
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true });
});

/** Runs `npm create`, with nothing of this machine's own packages and settings. */
function create(...args: string[]): Promise<Ended> {
  const npm = { npm_config_registry: registry.origin, npm_config_cache: path.join(folder, 'cache') };
  return runCommand('npm', ['create', '--yes', '--silent', 'glovebox', ...args], {
    cwd: folder,
    env: { ...process.env, ...npm },
  });
}

it('`npm create glovebox` writes an application', async () => {
  const ended = await create('my-app', '--', '--template', 'widget', '--provider', 'none');
  expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('cd my-app') });
  expect((await readdir(path.join(folder, 'my-app'))).toSorted()).toEqual([
    ...['.gitignore', 'README.md', 'index.html', 'package.json', 'src', 'tsconfig.json', 'vite.config.js'],
  ]);
});

it('`npm create glovebox` ends as the command of the package does', async () => {
  const ended = await create('my-other-app', '--', '--template', 'chat');
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('--template takes page, library, widget') });
});
