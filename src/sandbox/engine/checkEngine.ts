import { sha256 as EXPECTED, version } from 'virtual:engine-build';
import { EngineBootError } from '../../errors.ts';
import { sha256 } from '../packages/integrity.ts';

/**
 * Checks that an engine is the one that this build was made with.
 *
 * @param parts the bytes of all its files, in the order of `ENGINE_FILES`
 * @throws EngineBootError if it is another
 */
export async function checkEngine(folder: URL, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  if ((await sha256(await new Blob(parts).arrayBuffer())) === EXPECTED) return;
  throw new EngineBootError(
    `The engine at ${folder.href} is not pyodide ${version}, or its files were changed: they have another hash than those that this build ` +
      'was made with. Load the engine from another address, with the option `assets`.',
  );
}
