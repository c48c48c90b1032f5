import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GEMINI_LIBRARIES } from '../../sandbox/packages/knowledge/geminiLibraries.ts';
import { canonicalName, type Lock, type LockedPackage, LockIndex, readLock } from '../../sandbox/packages/lock.ts';
import { UsageError } from '../commandLine.ts';
import { suggestNames } from './suggestNames.ts';

/** The packages in Pyodide's distribution, according to the lock file of a `pyodide` package. */
export class Distribution {
  /** Pyodide's version. */
  readonly version: string;
  readonly lock: Lock;
  /** The whole lock file, including the fields that this program does not use. */
  readonly raw: { info: object; packages: Record<string, object> };
  readonly #index: LockIndex;

  /**
   * @param folder of the package; by default the installed one
   * @throws UsageError if there is none
   */
  static async open(folder?: string): Promise<Distribution> {
    const place = folder ?? path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
    try {
      const read = async (name: string) => JSON.parse(await readFile(path.join(place, name), 'utf8'));
      return new Distribution((await read('package.json')).version, await read('pyodide-lock.json'));
    } catch (error) {
      throw new UsageError(`${place} is not a pyodide package: ${error instanceof Error ? error.message : error}`);
    }
  }

  private constructor(version: string, raw: Distribution['raw']) {
    this.version = version;
    this.raw = raw;
    this.lock = readLock(raw);
    this.#index = new LockIndex(this.lock);
  }

  /** The folder of its files on Pyodide's CDN. */
  get url(): string {
    return `https://cdn.jsdelivr.net/pyodide/v${this.version}/full/`;
  }

  /**
   * Gives the canonical names of packages, without duplicates, for names of packages or modules in any spelling.
   * @throws UsageError if there is no such package
   */
  resolveNames(names: readonly string[]): string[] {
    const found = names.map((name) => this.#index.named(name) ?? this.#index.withModule(name) ?? this.#unknown(name));
    return [...new Set(found.map(({ name }) => canonicalName(name)))].sort();
  }

  withDependencies(names: readonly string[]): LockedPackage[] {
    return this.#index.withDependencies(names);
  }

  #unknown(name: string): never {
    const onPyPi = GEMINI_LIBRARIES.some(
      (library) => library.from === 'pypi' && canonicalName(library.name) === canonicalName(name),
    );
    if (onPyPi) {
      throw new UsageError(
        `${name} is not in Pyodide's distribution, only on PyPI. Pages load it from there with the option packages: 'pypi'.`,
      );
    }
    const near = suggestNames(name, [...this.#index.names, ...this.#index.modules]);
    const question = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
    throw new UsageError(`Pyodide ${this.version} has no package ${name}.${question}`);
  }
}
