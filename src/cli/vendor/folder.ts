import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../sandbox/packages/integrity.ts';
import { canonicalName, type LockedPackage, VENDORED_LOCK } from '../../sandbox/packages/lock.ts';
import { UsageError } from '../commandLine.ts';
import { removeUnfinished, writeFileAtomically } from '../writeFileAtomically.ts';
import type { Distribution } from './distribution.ts';

/** Lists the folder's contents, for people and for the next run. The page reads only the lock file. */
const MANIFEST = 'vendored-manifest.json';

interface Manifest {
  /** The version of Pyodide that the packages are for. */
  pyodide: string;
  python: string;
  /** The packages that were asked for; the others are their dependencies. */
  requested: string[];
  files: { name: string; version: string; file: string; size: number; sha256: string }[];
}

/** A folder of vendored packages. Every file in it is complete: it is written under another name, then renamed. */
export class VendorFolder {
  readonly path: string;
  readonly #manifest: Manifest | undefined;

  /** @throws UsageError if the manifest of an earlier run is damaged */
  static async open(folder: string): Promise<VendorFolder> {
    const place = path.resolve(folder);
    return new VendorFolder(place, await readManifest(path.join(place, MANIFEST)));
  }

  private constructor(place: string, manifest: Manifest | undefined) {
    this.path = place;
    this.#manifest = manifest;
  }

  /** The packages that earlier runs were asked for. */
  get requested(): readonly string[] {
    return this.#manifest?.requested ?? [];
  }

  /** Makes the folder if it is missing, and removes the unfinished files of an interrupted run. */
  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await removeUnfinished(this.path);
  }

  /** Whether a package's file is there and has the right hash. */
  async has({ file_name, sha256: expected }: LockedPackage): Promise<boolean> {
    const content = await readFile(path.join(this.path, file_name)).catch(() => undefined);
    return content !== undefined && (await sha256(new Uint8Array(content).buffer)) === expected;
  }

  async write(name: string, content: Uint8Array | string): Promise<void> {
    await writeFileAtomically(this.path, name, content);
  }

  /**
   * Writes the lock file and the manifest once all files are there, and removes files that no package needs any more.
   * @returns the total size in bytes
   */
  async finish(distribution: Distribution, requested: string[], packages: LockedPackage[]): Promise<number> {
    const { version, lock, raw } = distribution;
    const files = await Promise.all(packages.map((entry) => this.#describe(entry)));
    const sizes = new Map(files.map(({ file, size }) => [file, size]));
    const locked = Object.entries(raw.packages).flatMap(([key, entry]) => {
      const size = sizes.get((entry as LockedPackage).file_name);
      return size === undefined ? [] : [[key, { ...entry, size }] as const];
    });
    const manifest: Manifest = { pyodide: version, python: lock.info.python, requested, files };
    await this.#writeJson(VENDORED_LOCK, { info: raw.info, pyodide: version, packages: Object.fromEntries(locked) });
    await this.#writeJson(MANIFEST, manifest);
    const stale = (this.#manifest?.files ?? []).filter(({ file }) => !sizes.has(file));
    await Promise.all(stale.map(({ file }) => rm(path.join(this.path, path.basename(file)), { force: true })));
    return files.reduce((sum, { size }) => sum + size, 0);
  }

  async #describe({ name, version, file_name, sha256: hash }: LockedPackage): Promise<Manifest['files'][number]> {
    const { size } = await stat(path.join(this.path, file_name));
    return { name: canonicalName(name), version, file: file_name, size, sha256: hash };
  }

  async #writeJson(name: string, value: object): Promise<void> {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    const before = await readFile(path.join(this.path, name), 'utf8').catch(() => undefined);
    if (before !== text) await this.write(name, text);
  }
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { requested, files, ...rest } = JSON.parse(text);
    if (Array.isArray(requested) && Array.isArray(files)) return { ...rest, requested: requested.map(String), files };
  } catch {}
  throw new UsageError(`${file} is damaged. Delete it, and run the command again with the names of all packages.`);
}
