import { GloveboxError } from '../../errors.ts';
import { abortable } from '../abortable.ts';
import type { Interpreter } from '../interpreter.ts';
import { reasonOf } from '../messages.ts';
import type { PackageLoader, PackageLoaderOptions, PackageProgress } from './loader.ts';
import type { PackageFailure } from './planner.ts';

/** Loads the packages that code imports into the interpreter that is to run it. All that is heavy about this is loaded when first needed. */
export class Packages {
  readonly #options: Omit<PackageLoaderOptions, 'versions'>;
  readonly #onProgress: (progress: PackageProgress) => void;
  /** The packages of each interpreter, by canonical name. */
  readonly #installed = new WeakMap<Interpreter, Set<string>>();
  #loader: Promise<PackageLoader> | undefined;

  constructor(
    assets: URL,
    { packages, distributionUrl, pypiUrl }: Omit<PackageLoaderOptions, 'assets' | 'versions'>,
    onProgress: (progress: PackageProgress) => void,
  ) {
    this.#options = { assets, packages, distributionUrl, pypiUrl };
    this.#onProgress = onProgress;
  }

  /**
   * Loads what `code` imports and the interpreter does not have.
   *
   * @returns the modules that cannot be had, and why; the code may do without them
   * @throws the signal's reason where it aborts
   */
  async load(code: string, interpreter: Interpreter, signal: AbortSignal | undefined): Promise<PackageFailure[]> {
    if (!code.includes('import')) return [];
    const modules = await abortable(interpreter.findImports(code), signal);
    if (modules.length === 0) return [];
    const installed = this.#installed.get(interpreter) ?? new Set();
    this.#installed.set(interpreter, installed);
    const loader = await this.#openLoader(interpreter);
    const { wheels, installs, failures } = await loader.load(modules, {
      installed,
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
      const message = `${installs.join(', ')} could not be installed: ${reasonOf(error)}`;
      return [...failures, ...modules.map((name) => ({ name, message }))];
    }
  }

  #openLoader(interpreter: Interpreter): Promise<PackageLoader> {
    this.#loader ??= interpreter.ready.then(async (versions) => {
      const { PackageLoader } = await import('./loader.ts');
      return new PackageLoader({ ...this.#options, versions });
    });
    return this.#loader;
  }
}
