import { expect, it, vi } from 'vitest';
import { addressOf, heard, PROBES } from './probes.ts';
import { runUnsealed } from './unsealed.ts';

/** Chromium calls itself this, too, but Chrome as well. */
const IS_WEBKIT = /AppleWebKit/.test(navigator.userAgent) && !/Chrom/.test(navigator.userAgent);

const heardUnsealed = PROBES.filter(({ control, notInWebKit }) => control && !(notInWebKit && IS_WEBKIT));

it.each(heardUnsealed.map((probe) => [probe.name, probe] as const))(
  'the listener hears %s from a worker that is not sealed',
  async (_, probe) => {
    const out = addressOf(probe, 'control');
    await runUnsealed(probe.source, out);
    await vi.waitFor(async () => expect((await heard()).join('\n')).toContain(new URL(out).pathname), 5000);
  },
);
