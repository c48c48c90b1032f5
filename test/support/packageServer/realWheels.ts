import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pyodideEnvironment } from '../../../src/sandbox/packages/pypi/marker.ts';
import { readWheel } from '../../../src/sandbox/packages/pypi/metadata.ts';
import { readRequirement } from '../../../src/sandbox/packages/pypi/requirement.ts';
import { readWheelName } from '../../../src/sandbox/packages/pypi/wheelName.ts';
import { digest } from './buildWheel.ts';
import type { DistributedPackage } from './packages.ts';

/**
 * What the variable GLOVEBOX_WHEELS names: a folder with wheels of Pyodide 0.29, of 314 or of both, as `pyodide build` or its distribution
 * gives them, or several folders, separated as in the variable PATH.
 */
export const WHEELS_FOLDER = process.env.GLOVEBOX_WHEELS;
/** The tag of what is for one version of CPython. @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/ */
const FOR_ONE_PYTHON = /-(cp\d+)-cp\d+-\w+\.whl$/;

/**
 * The wheels for a Python that are in folders, each with the entry that a lock file would have for it. Of a package that is in several, the
 * first is taken.
 *
 * @param folders one, or several, separated as in the variable PATH
 * @param python its version, such as `3.14.2`
 */
export function readWheelsIn(folders: string, python: string): DistributedPackage[] {
  const [major, minor] = python.split('.');
  const isForIt = (name: string) => (FOR_ONE_PYTHON.exec(name)?.[1] ?? `cp${major}${minor}`) === `cp${major}${minor}`;
  const files = folders
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => readdirSync(folder).map((name) => ({ folder, name })))
    .filter(({ name }) => name.endsWith('.whl') && isForIt(name));
  const names = new Set<string>();
  const all = files
    .map(({ folder, name }) => describe(name, new Uint8Array(readFileSync(path.join(folder, name))), python))
    .filter(({ entry }) => !names.has(entry.name) && names.add(entry.name));
  // What is not there is not asked for: a part of a package may work without.
  return all.map(({ entry, bytes }) => ({
    entry: { ...entry, depends: entry.depends.filter((name) => names.has(name)) },
    bytes,
  }));
}

function describe(fileName: string, bytes: Uint8Array<ArrayBuffer>, python: string): DistributedPackage {
  const { name, version } = readWheelName(fileName) ?? {};
  if (name === undefined || version === undefined) throw new Error(`${fileName} is not named as wheels are.`);
  const { modules, requiresDist } = readWheel(bytes.buffer);
  const requirements = requiresDist.flatMap((line) => readRequirement(line, pyodideEnvironment(python)) ?? []);
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
