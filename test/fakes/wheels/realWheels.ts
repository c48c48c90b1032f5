import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { emscripten } from '../../../src/sandbox/packages/pypi/marker.ts';
import { readWheel } from '../../../src/sandbox/packages/pypi/metadata.ts';
import { readRequirement } from '../../../src/sandbox/packages/pypi/requirement.ts';
import { readWheelName } from '../../../src/sandbox/packages/pypi/wheelName.ts';
import { digest } from './buildWheel.ts';
import type { DistributedPackage } from './packages.ts';

/** What the variable GLOVEBOX_WHEELS names: wheels of Pyodide 0.29, as `pyodide build` or its distribution gives them. */
export const WHEELS_FOLDER = process.env.GLOVEBOX_WHEELS;
const PYTHON = '3.13.2';

/** The wheels that are in a folder, each with the entry that a lock file would have for it. */
export function readWheelsIn(folder: string): DistributedPackage[] {
  const fileNames = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  const all = fileNames.map((name) => describe(name, new Uint8Array(readFileSync(path.join(folder, name)))));
  const names = new Set(all.map(({ entry }) => entry.name));
  // What is not there is not asked for: a part of a package may work without.
  return all.map(({ entry, bytes }) => ({
    entry: { ...entry, depends: entry.depends.filter((name) => names.has(name)) },
    bytes,
  }));
}

function describe(fileName: string, bytes: Uint8Array<ArrayBuffer>): DistributedPackage {
  const { name, version } = readWheelName(fileName) ?? {};
  if (name === undefined || version === undefined) throw new Error(`${fileName} is not named as wheels are.`);
  const { modules, requiresDist } = readWheel(bytes.buffer);
  const requirements = requiresDist.flatMap((line) => readRequirement(line, emscripten(PYTHON)) ?? []);
  return {
    entry: {
      name,
      version,
      file_name: fileName,
      sha256: digest(bytes, 'hex'),
      package_type: 'package',
      install_dir: 'site',
      depends: requirements.filter((requirement) => requirement.applies([])).map((requirement) => requirement.name),
      imports: modules,
    },
    bytes,
  };
}
