/** In the page. */
import { Sandbox } from '../../../src/entries/index.ts';

/** Opens a sandbox that stays for as long as the page. */
export async function openSandbox(): Promise<void> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  await sandbox.run('1 + 1');
  Object.assign(globalThis, { sandbox });
}
