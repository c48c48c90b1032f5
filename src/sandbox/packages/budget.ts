/** Modules that are looked for in one run: code may name any number in its imports. */
const MAX_MODULES = 200;
/** Packages that are downloaded for one run, including those that others need. */
const MAX_PACKAGES = 100;
/** Projects that are looked up on PyPI for one run. */
const MAX_LOOKUPS = 20;

/** The requests that one run has left, over all its loads. Counts down. */
export interface PackageBudget {
  /** Modules that are looked for. */
  modules: number;
  /** Packages that are downloaded. */
  packages: number;
  /** Projects that are looked up on PyPI. */
  lookups: number;
}

/** The budget of a run that has loaded nothing yet. */
export function fullBudget(): PackageBudget {
  return { modules: MAX_MODULES, packages: MAX_PACKAGES, lookups: MAX_LOOKUPS };
}
