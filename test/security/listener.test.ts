import { expect, it, vi } from 'vitest';
import { IS_WEBKIT } from './endlessList.ts';
import { addressOf, heard, PROBES } from './probes.ts';
import { runUnsealed } from './unsealed.ts';

const heardUnsealed = PROBES.filter(({ control, notInWebKit }) => control && !(notInWebKit && IS_WEBKIT));

it.each(heardUnsealed.map((probe) => [probe.name, probe] as const))(
  'the listener hears %s from a worker that is not sealed',
  async (_, probe) => {
    const out = addressOf(probe, 'control');
    await runUnsealed(probe.source, out);
    await vi.waitFor(async () => expect((await heard()).join('\n')).toContain(new URL(out).pathname), 5000);
  },
);
