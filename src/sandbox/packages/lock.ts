import * as v from 'valibot';

/** A file that `glovebox vendor` writes beside the engine: Pyodide's lock file, cut down to what was vendored. */
export const VENDORED_LOCK = 'vendored.json';

const lockedPackage = v.object({
  name: v.string(),
  version: v.string(),
  file_name: v.string(),
  package_type: v.optional(v.string(), 'package'),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  depends: v.array(v.string()),
  /** Names of the modules that it brings. */
  imports: v.array(v.string()),
  /** Bytes. Only `glovebox vendor` knows it. */
  size: v.optional(v.number()),
});

const lock = v.object({
  info: v.object({ abi_version: v.string(), python: v.string() }),
  packages: v.record(v.string(), lockedPackage),
});

/** One package of a lock file: the fields that are used here. */
export type LockedPackage = v.InferOutput<typeof lockedPackage>;
/** @see https://pyodide.org/en/stable/project/lockfile.html */
export type Lock = v.InferOutput<typeof lock>;

/** @throws Error whose message says what is wrong with it */
export function readLock(data: unknown): Lock {
  const { success, output, issues } = v.safeParse(lock, data);
  if (success) return output;
  const [{ path, message }] = issues;
  throw new Error(`at ${path?.map(({ key }) => String(key)).join('.') ?? 'its root'}: ${message}`);
}

/**
 * The one spelling of a package's name; lock files have more than one.
 * @see https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function canonicalName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/** Finds a lock file's packages by name or by module. */
export class LockIndex {
  readonly #byName: Map<string, LockedPackage>;
  readonly #byModule: Map<string, LockedPackage>;

  constructor({ packages }: Lock) {
    const all = Object.values(packages);
    this.#byName = new Map(all.map((entry) => [canonicalName(entry.name), entry]));
    this.#byModule = new Map(all.flatMap((entry) => entry.imports.map((module) => [module, entry] as const)));
  }

  get names(): string[] {
    return [...this.#byName.keys()];
  }

  get modules(): string[] {
    return [...this.#byModule.keys()];
  }

  named(name: string): LockedPackage | undefined {
    return this.#byName.get(canonicalName(name));
  }

  /** The package that brings a module, or else the one of the same name. */
  withModule(module: string): LockedPackage | undefined {
    return this.#byModule.get(module) ?? this.named(module);
  }

  /**
   * The packages and all that they depend on, each after its dependencies.
   * @throws Error if the lock file lacks one
   */
  withDependencies(names: Iterable<string>): LockedPackage[] {
    const found = new Map<string, LockedPackage | undefined>();
    const visit = (name: string) => {
      const key = canonicalName(name);
      if (found.has(key)) return;
      const entry = this.#byName.get(key);
      if (!entry) throw new Error(`The lock file has no package ${name}.`);
      // Marked as seen before its dependencies, which may lead back to it, and then moved after them.
      found.set(key, undefined);
      entry.depends.forEach(visit);
      found.delete(key);
      found.set(key, entry);
    };
    for (const name of names) visit(name);
    return [...found.values()].filter((entry) => entry !== undefined);
  }
}
