// @module-tag long
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../../support/runCommand.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Enough for each kind of fault to come at several moments. */
const FAULTS = 24;

it('loses nothing in silence, and leaves nothing hanging, whatever breaks at random moments', async () => {
  const args = ['run', '--silent', 'chaos', '--', '--kills', String(FAULTS), '--seed', '1'];
  const { stdout, stderr } = await runCommand('npm', args, { cwd: ROOT });
  expect(JSON.parse(stdout), stderr).toMatchObject({
    kills: FAULTS,
    lostSilently: 0,
    hung: 0,
    faults: { worker: {}, port: {}, download: {}, quota: {}, freeze: {}, frame: {} },
  });
}, 1_200_000);
