/** Modules that one run may have looked for: code may say that it imports whatever it likes. */
const MOST_MODULES = 200;
/** Packages that one run may have downloaded, those included that others need. */
const MOST_PACKAGES = 100;
/** Projects that one run may have looked up on PyPI. */
const MOST_LOOKUPS = 20;

/** What one run may still ask for, in however many loads. It counts down. */
export interface PackageBudget {
  /** Modules that are looked for. */
  modules: number;
  /** Packages that are downloaded. */
  packages: number;
  /** Projects that are looked up on PyPI. */
  lookups: number;
}

/** What a run may ask for. */
export function fullBudget(): PackageBudget {
  return { modules: MOST_MODULES, packages: MOST_PACKAGES, lookups: MOST_LOOKUPS };
}
