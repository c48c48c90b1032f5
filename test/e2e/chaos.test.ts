import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KILLS = 15;

it('loses nothing in silence, and leaves nothing hanging, when interpreters are killed at random', async () => {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['run', '--silent', 'chaos', '--', '--kills', String(KILLS), '--seed', '1'],
    { cwd: ROOT },
  );
  expect(JSON.parse(stdout)).toMatchObject({ kills: KILLS, lostSilently: 0, hung: 0 });
}, 300_000);
