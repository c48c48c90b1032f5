import type { FetchContext } from './fetchContext.ts';
import { notFound, whyUnavailable } from './knowledge/unavailable.ts';
import { PackageError } from './packageError.ts';
import { type AvailablePackage, anyVersion, type PackageSource, type Requirement } from './source.ts';

/** A module or package that can't be loaded, and why. */
export interface PackageFailure {
  /** The module, or the package. */
  name: string;
  /** The reason and what to do, for the user and for the model. */
  message: string;
}

export interface Plan {
  /** Each after the packages that it depends on. */
  packages: PlannedPackage[];
  failures: PackageFailure[];
}

export interface PlannedPackage {
  package: AvailablePackage;
  /** The modules that were asked for and do not work without it. */
  wantedFor: Set<string>;
}

/** The packages that one import, or one named package, leads to. They join the plan together or not at all. */
interface Branch {
  /** The module, or the package. */
  module: string;
  packages: Map<string, PlannedPackage>;
  /** The requirements that were handled, by name and extras: packages may depend on each other in circles. */
  seen: Set<string>;
}

const TOO_MANY_MODULES = 'The run imports more modules that are not installed than are looked for in one run.';
const TOO_MANY_PACKAGES = 'The run needs more packages than are downloaded for one run: import fewer of them at once.';

/** Thrown if a chosen package doesn't fit another requirement: the plan is made again with both constraints. */
class Replan extends Error {}

/**
 * Chooses packages for modules, as micropip does: the newest version in the first source that has the package. If another package doesn't
 * take that version, the choice is made again.
 *
 * @see https://micropip.pyodide.org/
 */
export class Planner {
  readonly #sources: readonly PackageSource[];
  readonly #installed: ReadonlySet<string>;
  readonly #context: FetchContext;
  /** The versions that considered packages ask of others, by the others' names. */
  readonly #constraints = new Map<string, Requirement[]>();

  /** @param installed packages that are there already, by canonical name */
  constructor(sources: readonly PackageSource[], installed: ReadonlySet<string>, context: FetchContext) {
    this.#sources = sources;
    this.#installed = installed;
    this.#context = context;
  }

  /** @param modules names of top-level modules @param packages canonical names of packages to load as well, whatever their modules */
  async plan(modules: readonly string[], packages: readonly string[]): Promise<Plan> {
    while (true) {
      try {
        const named = new Set(packages);
        const plan = await this.#attempt([...new Set([...modules, ...named])], named);
        this.#context.budget.modules -= Math.min(modules.length + named.size, this.#context.budget.modules);
        this.#context.budget.packages -= plan.packages.length;
        return plan;
      } catch (error) {
        // This ends: each attempt has one more constraint, and there are no more of them than dependencies.
        if (!(error instanceof Replan)) throw error;
      }
    }
  }

  async #attempt(modules: readonly string[], named: ReadonlySet<string>): Promise<Plan> {
    let packages = new Map<string, PlannedPackage>();
    const { budget } = this.#context;
    const failures = modules.slice(budget.modules).map((name) => ({ name, message: TOO_MANY_MODULES }));
    for (const module of modules.slice(0, budget.modules)) {
      const branch: Branch = { module, packages: new Map(packages), seen: new Set() };
      try {
        await this.#require(branch, anyVersion(named.has(module) ? module : await this.#packageWith(module)));
        if (branch.packages.size > budget.packages) throw new PackageError(module, TOO_MANY_PACKAGES);
        packages = branch.packages;
      } catch (error) {
        if (!(error instanceof PackageError)) throw error;
        failures.push({ name: module, message: error.message });
        for (const { wantedFor } of packages.values()) wantedFor.delete(module);
      }
    }
    return { packages: [...packages.values()], failures };
  }

  async #packageWith(module: string): Promise<string> {
    const unavailable = whyUnavailable(module);
    if (unavailable) throw unavailable;
    for (const source of this.#sources) {
      const name = await source.packageWith(module, this.#context);
      if (name !== undefined) return name;
    }
    throw notFound(module);
  }

  /** Adds a package to a branch, after its dependencies. */
  async #require(branch: Branch, requirement: Requirement, by?: AvailablePackage): Promise<void> {
    const { name, extras } = requirement;
    const { module, packages, seen } = branch;
    if (this.#installed.has(name)) return;
    const earlier = packages.get(name);
    const planned = earlier ?? { package: await this.#choose(requirement, module, by), wantedFor: new Set<string>() };
    if (!requirement.fits(planned.package.version)) throw this.#conflict(requirement, planned.package, by);
    const key = [name, ...extras.toSorted()].join();
    if (seen.has(key)) return;
    seen.add(key);
    planned.wantedFor.add(module);
    packages.set(name, planned);
    for (const dependency of planned.package.dependsOn(extras)) {
      await this.#require(branch, dependency, planned.package);
    }
    if (earlier) return;
    // Its dependencies come first. It was added before them because they may lead back to it.
    packages.delete(name);
    packages.set(name, planned);
  }

  async #choose(requirement: Requirement, module: string, by?: AvailablePackage): Promise<AvailablePackage> {
    const constraints = this.#constraints.get(requirement.name) ?? [];
    const fits = (version: string) => [requirement, ...constraints].every((each) => each.fits(version));
    const found =
      (constraints.length > 0 && (await this.#find({ ...requirement, fits }))) || (await this.#find(requirement));
    if (found) return found;
    if (!by) throw notFound(module);
    throw new PackageError(
      requirement.name,
      `${by.name} needs ${requirement.text}, which does not exist as a package for the browser.`,
    );
  }

  async #find(requirement: Requirement): Promise<AvailablePackage | undefined> {
    for (const source of this.#sources) {
      const found = await source.find(requirement, this.#context);
      if (found) return found;
    }
    return undefined;
  }

  #conflict(requirement: Requirement, chosen: AvailablePackage, by?: AvailablePackage): Error {
    const constraints = this.#constraints.get(requirement.name) ?? [];
    if (!constraints.some(({ text }) => text === requirement.text)) {
      this.#constraints.set(requirement.name, [...constraints, requirement]);
      return new Replan();
    }
    return new PackageError(
      requirement.name,
      `${by?.name ?? 'The code'} needs ${requirement.text}, but other packages need ${chosen.name} ${chosen.version}.`,
    );
  }
}
