import { Checkpoint, Sandbox } from '../../../../src/entries/index.ts';
import { SessionFiles } from '../../../../src/sandbox/storage/sessionFiles.ts';
import { ASSETS } from '../freshSandbox.ts';

/** What `code` writes in a session that goes on from the one that is stored under a name, which whoever has the name does not notice. */
export async function storedOutput(name: string, code: string): Promise<string> {
  const stored = await new SessionFiles(name).read();
  if (!stored) throw new Error(`Nothing is stored under ${name}.`);
  using from = new Checkpoint(stored, stored.header);
  await using sandbox = await Sandbox.create({ assets: ASSETS, from });
  return (await sandbox.run(code)).output;
}
