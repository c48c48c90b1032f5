import { abortable } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import { openedOnce } from '../../async/openedOnce.ts';
import { errorMessage, GloveboxError } from '../../errors.ts';
import type { Interpreter } from '../session/interpreter.ts';
import { fullBudget, type PackageBudget } from './fetchContext.ts';
import type { PackageProgress } from './fetchPlan.ts';
import type { PackageLoader, PackageLoaderOptions } from './loader.ts';
import type { PackageFailure } from './planner.ts';

/** The result of loading packages for code. */
export interface Loaded {
  /** The modules that were loaded. */
  modules: string[];
  /** The modules and packages that can't be loaded, and why. The code may do without them. */
  failures: PackageFailure[];
}

/** Loads the packages that code imports into its interpreter. The loader itself is loaded when it is first needed. */
export class Packages {
  readonly #options: Omit<PackageLoaderOptions, 'versions'>;
  readonly #onProgress: (progress: PackageProgress) => void;
  /** The packages of each interpreter, by canonical name. */
  readonly #installed = new WeakMap<Interpreter, Set<string>>();
  readonly #hasAlready: (interpreter: Interpreter) => readonly string[];
  readonly #openKnowledge = openedOnce(() => importChunk(() => import('./knowledge/needs.ts')));
  #loader: Promise<PackageLoader> | undefined;

  /** @param hasAlready gives the packages that an interpreter had when it was ready */
  constructor(
    options: Omit<PackageLoaderOptions, 'versions'>,
    onProgress: (progress: PackageProgress) => void,
    hasAlready: (interpreter: Interpreter) => readonly string[],
  ) {
    this.#hasAlready = hasAlready;
    this.#options = options;
    this.#onProgress = onProgress;
    // While the engine starts: each run needs it, and the first would wait for a download.
    this.#openKnowledge().catch(() => {});
  }

  /**
   * Loads the modules that `code` imports and the packages that it names in `%pip install`, then the optional dependencies that it uses.
   *
   * @throws the signal's reason if it aborts
   */
  async load(code: string, interpreter: Interpreter, signal: AbortSignal | undefined): Promise<Loaded> {
    const { importsStandardAlone, optionalDependencies } = await abortable(this.#openKnowledge(), signal);
    const imports = importsStandardAlone(code) ? [] : await abortable(interpreter.findImports(code), signal);
    const budget = fullBudget();
    const named = code.includes('install') ? await abortable(pipInstallsOf(code), signal) : [];
    const failures = await this.#install(imports, named, interpreter, budget, signal);
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

  /** Says which packages an interpreter has that was resumed from a snapshot. */
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
