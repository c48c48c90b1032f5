import type { DownloadFailure } from '../download/download.ts';
import type { PackageBudget } from './budget.ts';

/** State that the downloads of one load share. */
export interface FetchContext {
  signal: AbortSignal;
  /** Milliseconds without a byte after which a download is given up. */
  stallTimeout: number;
  /** Origins that did not answer, and why: they are not asked again. */
  unreachable: Map<string, DownloadFailure>;
  /** Downloads that the run may still ask for. */
  budget: PackageBudget;
}
