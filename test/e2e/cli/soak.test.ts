// @module-tag long
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RUNS = 500;

it('takes no more of anything after many runs than after some', async () => {
  const args = ['run', '--silent', 'soak', '--', '--json', '--runs', String(RUNS)];
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: ROOT });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({ runs: RUNS, frames: 1 });
  for (const name of ['heap', 'nodes', 'listeners', 'wasm', 'objects']) expect(last[name]).toBeGreaterThan(0);
}, 600_000);
