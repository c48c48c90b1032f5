import { Checkpoint, Sandbox } from '../../../../src/entries/index.ts';
import { readStored, sessionAddress } from '../../../../src/sandbox/storage/browserStorage.ts';
import { ASSETS } from '../freshSandbox.ts';

/** What `code` writes in a session that goes on from the one that is stored under a name, which whoever has the name does not notice. */
export async function storedOutput(name: string, code: string): Promise<string> {
  const stored = await readStored(sessionAddress(name));
  if (!stored) throw new Error(`Nothing is stored under ${name}.`);
  using from = await Checkpoint.fromBlob(stored);
  await using sandbox = await Sandbox.create({ assets: ASSETS, from });
  return (await sandbox.run(code)).output;
}
