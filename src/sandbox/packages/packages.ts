import { abortable } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import { errorMessage, GloveboxError } from '../../errors.ts';
import type { Interpreter } from '../session/interpreter.ts';
import { fullBudget, type PackageBudget } from './budget.ts';
import type { PackageProgress } from './fetchPlan.ts';
import type { PackageLoader, PackageLoaderOptions } from './loader.ts';
import type { PackageFailure } from './planner.ts';

/** What came of loading packages for code. */
export interface Loaded {
  /** The modules that are there now. */
  modules: string[];
  /** The modules and packages that cannot be had, and why; the code may do without them. */
  failures: PackageFailure[];
}

/** Loads the packages that code imports into the interpreter that is to run it. All that is heavy about this is loaded when first needed. */
export class Packages {
  readonly #options: Omit<PackageLoaderOptions, 'versions'>;
  readonly #onProgress: (progress: PackageProgress) => void;
  /** The packages of each interpreter, by canonical name. */
  readonly #installed = new WeakMap<Interpreter, Set<string>>();
  readonly #hasAlready: (interpreter: Interpreter) => readonly string[];
  #loader: Promise<PackageLoader> | undefined;

  /** @param hasAlready tells the packages that an interpreter had when it was ready */
  constructor(
    options: Omit<PackageLoaderOptions, 'versions'>,
    onProgress: (progress: PackageProgress) => void,
    hasAlready: (interpreter: Interpreter) => readonly string[],
  ) {
    this.#hasAlready = hasAlready;
    this.#options = options;
    this.#onProgress = onProgress;
  }

  /**
   * Loads what `code` imports and the interpreter does not have, then what the packages import that it uses, and what it asks for with
   * `%pip install`.
   *
   * @throws the signal's reason where it aborts
   */
  async load(code: string, interpreter: Interpreter, signal: AbortSignal | undefined): Promise<Loaded> {
    const imports = code.includes('import') ? await abortable(interpreter.findImports(code), signal) : [];
    const budget = fullBudget();
    const named = code.includes('install') ? await abortable(pipInstallsOf(code), signal) : [];
    const failures = await this.#install(imports, named, interpreter, budget, signal);
    const { optionalDependencies } = await abortable(
      importChunk(() => import('./knowledge/optionalDependencies.ts')),
      signal,
    );
    const implicit = optionalDependencies(code, this.#installedIn(interpreter));
    failures.push(...(await this.#install(implicit, [], interpreter, budget, signal)));
    const failed = new Set(failures.map(({ name }) => name));
    return { modules: [...imports, ...implicit].filter((name) => !failed.has(name)), failures };
  }

  async #install(
    modules: string[],
    packages: string[],
    interpreter: Interpreter,
    budget: PackageBudget,
    signal: AbortSignal | undefined,
  ): Promise<PackageFailure[]> {
    if (modules.length + packages.length === 0) return [];
    const installed = this.#installedIn(interpreter);
    const loader = await abortable(this.#openLoader(interpreter), signal);
    const { wheels, installs, failures } = await loader.load(modules, {
      packages,
      installed,
      budget,
      signal,
      onProgress: this.#onProgress,
    });
    if (wheels.length === 0) return failures;
    try {
      await abortable(interpreter.installWheels(wheels), signal);
      for (const name of installs) installed.add(name);
      return failures;
    } catch (error) {
      signal?.throwIfAborted();
      if (GloveboxError.is(error)) throw error;
      const message = `${installs.join(', ')} could not be installed: ${errorMessage(error)}`;
      return [...failures, ...[...modules, ...packages].map((name) => ({ name, message }))];
    }
  }

  /** The packages that an interpreter has, by canonical name. */
  installedIn(interpreter: Interpreter): string[] {
    return [...this.#installedIn(interpreter)];
  }

  /** Lets an interpreter that goes on from another's state have what that had. */
  inherit(interpreter: Interpreter, packages: readonly string[]): void {
    this.#installed.set(interpreter, new Set(packages));
  }

  #installedIn(interpreter: Interpreter): Set<string> {
    const installed = this.#installed.get(interpreter) ?? new Set(this.#hasAlready(interpreter));
    this.#installed.set(interpreter, installed);
    return installed;
  }

  #openLoader(interpreter: Interpreter): Promise<PackageLoader> {
    this.#loader ??= interpreter.ready.then(async (versions) => {
      const { PackageLoader } = await importChunk(() => import('./loader.ts'));
      return new PackageLoader({ ...this.#options, versions });
    });
    // The next run tries again.
    this.#loader.catch(() => {
      this.#loader = undefined;
    });
    return this.#loader;
  }
}

async function pipInstallsOf(code: string): Promise<string[]> {
  const { pipInstalls } = await importChunk(() => import('./knowledge/pipInstalls.ts'));
  return pipInstalls(code);
}
