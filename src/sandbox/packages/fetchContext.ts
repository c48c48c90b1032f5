import type { DownloadFailure } from '../download/download.ts';

/** State that the downloads of one load share. */
export interface FetchContext {
  signal: AbortSignal;
  /** Milliseconds without a byte after which a download is given up. */
  stallTimeout: number;
  /** Origins that did not answer, and why: they are not asked again. */
  unreachable: Map<string, DownloadFailure>;
  budget: PackageBudget;
}

/** The requests that one run has left, over all its loads: code may name any number of modules. Counts down. */
export interface PackageBudget {
  /** Modules that are looked for. */
  modules: number;
  /** Packages that are downloaded, including those that others need. */
  packages: number;
  /** Projects that are looked up on PyPI. */
  lookups: number;
}

const RUN_BUDGET = { modules: 200, packages: 100, lookups: 20 };

/** The budget of a run that has loaded nothing yet. */
export function fullBudget(): PackageBudget {
  return { ...RUN_BUDGET };
}
