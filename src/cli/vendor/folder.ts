import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../sandbox/packages/integrity.ts';
import { canonicalName, type LockedPackage, VENDORED_LOCK } from '../../sandbox/packages/lock.ts';
import { UsageError } from '../usageError.ts';
import { removeUnfinished, writeFileAtomically } from '../writeFileAtomically.ts';
import type { Distribution } from './distribution.ts';

/** What is in the folder, for people and for the next run. The page reads the lock file alone. */
const MANIFEST = 'vendored-manifest.json';

interface Manifest {
  /** The version that the packages belong to. */
  pyodide: string;
  python: string;
  /** What was asked for; the rest is there because that depends on it. */
  requested: string[];
  files: { name: string; version: string; file: string; size: number; sha256: string }[];
}

/** A folder that packages are vendored into. Every file in it is whole: it is written under another name, then renamed. */
export class VendorFolder {
  readonly path: string;
  readonly #manifest: Manifest | undefined;

  /** @throws UsageError where what earlier runs left cannot be read */
  static async open(folder: string): Promise<VendorFolder> {
    const place = path.resolve(folder);
    return new VendorFolder(place, await readManifest(path.join(place, MANIFEST)));
  }

  private constructor(place: string, manifest: Manifest | undefined) {
    this.path = place;
    this.#manifest = manifest;
  }

  /** What earlier runs were asked for. */
  get requested(): readonly string[] {
    return this.#manifest?.requested ?? [];
  }

  /** Makes the folder where it is missing, and clears away what an interrupted run has left. */
  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await removeUnfinished(this.path);
  }

  /** Whether a package's file is there, and right. */
  async has({ file_name, sha256: expected }: LockedPackage): Promise<boolean> {
    const content = await readFile(path.join(this.path, file_name)).catch(() => undefined);
    return content !== undefined && (await sha256(new Uint8Array(content).buffer)) === expected;
  }

  async write(name: string, content: Uint8Array | string): Promise<void> {
    await writeFileAtomically(this.path, name, content);
  }

  /**
   * Writes the lock file and the manifest, once all files are there, and removes files that no package needs any more.
   * @returns bytes in all
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
  throw new UsageError(`${file} is damaged. Remove it, and say again which packages to vendor.`);
}
