/** Modules that one run may have looked for: code may say that it imports whatever it likes. */
const MAX_MODULES = 200;
/** Packages that one run may have downloaded, those included that others need. */
const MAX_PACKAGES = 100;
/** Projects that one run may have looked up on PyPI. */
const MAX_LOOKUPS = 20;

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
  return { modules: MAX_MODULES, packages: MAX_PACKAGES, lookups: MAX_LOOKUPS };
}
