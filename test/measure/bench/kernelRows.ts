/** Against the kernel of JupyterLite, where a machine has that. */
import { Sandbox } from '../../../src/entries/index.ts';
import { timeFirstVisit } from './interpreterRows.ts';
import { Kernel, type KernelPlace } from './kernel.ts';
import { type Row, time, type Ways } from './measure.ts';

const ASSETS = '/pyodide/';
const TINY = '1 + 1';

export function kernelRows(place: KernelPlace): Row[] {
  return [
    {
      name: 'jupyterlite-boot',
      against: 'the kernel of JupyterLite, until 1 + 1 is there',
      times: 10,
      open: () => bootBoth(place),
    },
    {
      name: 'jupyterlite-roundtrip',
      against: 'the kernel of JupyterLite',
      target: { ratio: 1 },
      times: 200,
      open: () => runBoth(place),
    },
  ];
}

/** Both for the first time, on the same machine beside the same server. */
async function bootBoth(place: KernelPlace): Promise<Ways> {
  return {
    ours: timeFirstVisit,
    async reference() {
      let kernel: Kernel | undefined;
      const taken = await time(async () => {
        kernel = new Kernel(place);
        await runTiny(kernel);
      });
      kernel?.end();
      return taken;
    },
    async close() {},
  };
}

async function runBoth(place: KernelPlace): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: ASSETS });
  const kernel = new Kernel(place);
  return {
    ours: () => time(() => sandbox.run(TINY)),
    reference: () => time(() => runTiny(kernel)),
    async close() {
      await sandbox.close();
      kernel.end();
    },
  };
}

async function runTiny(kernel: Kernel): Promise<void> {
  const value = await kernel.run(TINY);
  if (value !== '2') throw new Error(`The kernel of JupyterLite takes 1 + 1 for ${value}.`);
}
