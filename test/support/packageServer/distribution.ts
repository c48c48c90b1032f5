import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PYODIDE = fileURLToPath(new URL('../../../node_modules/pyodide/package.json', import.meta.url));

/** Makes a folder what `glovebox vendor` takes for an installed pyodide: its lock file has the mirror's packages. */
export async function writeDistribution(folder: string, mirror: { origin: string }): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const lock = await fetch(`${mirror.origin}/engine/pyodide-lock.json`);
  writeFileSync(path.join(folder, 'pyodide-lock.json'), await lock.text());
  copyFileSync(PYODIDE, path.join(folder, 'package.json'));
}
