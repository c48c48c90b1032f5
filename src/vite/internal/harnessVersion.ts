import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const ID = 'virtual:harness-version';
const FOLDER = new URL('../../../worker/harness/', import.meta.url);
/** Files with the limits that a session is opened with, and that a snapshot of it holds. */
const LIMITS = ['../../src/protocol.ts', '../python/harness.ts', '../python/interrupts.ts'];
/** Hexadecimal digits of the version. */
const DIGITS = 8;

/** Compiles in a hash of the Python harness. Computing it in each worker would take milliseconds. */
export function harnessVersion(): Plugin {
  return {
    name: 'glovebox-harness-version',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      return `export default ${JSON.stringify(await versionOf(FOLDER))};`;
    },
  };
}

async function versionOf(folder: URL): Promise<string> {
  const hash = createHash('sha256');
  const names = await readdir(folder, { recursive: true });
  const modules = names.filter((each) => each.endsWith('.py')).toSorted();
  for (const name of [...modules, ...LIMITS]) {
    hash.update(`${name}\n`).update(await readFile(new URL(name, folder)));
  }
  return hash.digest('hex').slice(0, DIGITS);
}
