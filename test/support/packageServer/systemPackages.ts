import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildWheel } from './buildWheel.ts';
import type { DistributedPackage } from './packages.ts';

/** Where Debian has the packages of its Python. */
const FOLDER = '/usr/lib/python3/dist-packages';
/** Those that are in Python alone, and need no other. */
const NAMES = ['joblib'];
/** What they import and don't use: the newest Python has it no more. */
const REMOVED = { 'distutils/__init__.py': '' };

/** The real packages that this machine's Python has, as wheels. */
export function systemPackages(): DistributedPackage[] {
  return NAMES.filter((name) => existsSync(path.join(FOLDER, name))).map(packageOf);
}

function packageOf(name: string): DistributedPackage {
  const folder = path.join(FOLDER, name);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.py'));
  const files = Object.fromEntries(paths.map((each) => [`${name}/${each}`, readFileSync(path.join(folder, each))]));
  const version = versionOf(name);
  const { fileName, bytes, sha256 } = buildWheel({ name, version, files: { ...files, ...REMOVED } });
  const kind = { package_type: 'package', install_dir: 'site' };
  return { entry: { name, version, file_name: fileName, sha256, ...kind, depends: [], imports: [name] }, bytes };
}

function versionOf(name: string): string {
  const [version = '0'] = readdirSync(FOLDER).flatMap((entry) =>
    entry.startsWith(`${name}-`) ? (/-(\d[\w.]*)\.(?:egg|dist)-info$/.exec(entry)?.[1] ?? []) : [],
  );
  return version;
}
