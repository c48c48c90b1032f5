import { inParallel } from '../../async/inParallel.ts';
import type { Wheel } from '../../protocol.ts';
import { type DownloadProgress, TotalProgress } from '../download/totalProgress.ts';
import type { FetchContext } from './fetchContext.ts';
import { fetchPackage } from './fetchPackage.ts';
import { PackageError } from './packageError.ts';
import type { PackageFailure, Plan, PlannedPackage } from './planner.ts';

const PARALLEL_DOWNLOADS = 4;

/** Progress of the packages of one load. */
export interface PackageProgress extends DownloadProgress {
  /** The names of the packages that are being loaded, including those that others need. */
  packages: string[];
}

export interface LoadedPackages {
  /** To be installed in this order. The bytes are shared with other sandboxes of the page: copy them, never transfer them. */
  wheels: Wheel[];
  /** The canonical names of the packages that `wheels` bring. */
  installs: string[];
  /** The modules and packages that can't be loaded, and why. */
  failures: PackageFailure[];
}

/** Downloads the packages of a plan. One that can't be downloaded takes along only the modules that need it. */
export async function fetchPlan(
  { packages, failures }: Plan,
  context: FetchContext,
  onProgress: (progress: PackageProgress) => void,
): Promise<LoadedPackages> {
  const names = packages.map((planned) => planned.package.name);
  const progress = new TotalProgress(
    packages.map((planned) => [planned.package.name, planned.package.size ?? 0] as const),
    (sum) => onProgress({ ...sum, packages: names }),
  );
  const files = new Map<string, ArrayBuffer>();
  const errors = new Map<string, PackageError>();
  await inParallel(packages, PARALLEL_DOWNLOADS, async ({ package: wanted }) => {
    try {
      const bytes = await fetchPackage(wanted, context, (...part) => progress.report(wanted.name, ...part));
      progress.report(wanted.name, bytes.byteLength, bytes.byteLength);
      files.set(wanted.name, bytes);
    } catch (error) {
      if (!(error instanceof PackageError)) throw error;
      errors.set(wanted.name, error);
    }
  });
  const missing = packages.filter((planned) => errors.has(planned.package.name));
  const explained = explain(missing, errors);
  const useful = packages.filter(({ wantedFor }) => [...wantedFor].some((module) => !explained.has(module)));
  return {
    wheels: useful.flatMap((planned) => toWheel(planned, files)),
    installs: useful.map((planned) => planned.package.name),
    failures: [...failures, ...[...explained].map(([name, message]) => ({ name, message }))],
  };
}

function toWheel(
  { package: { name, fileName, packageType } }: PlannedPackage,
  files: Map<string, ArrayBuffer>,
): Wheel[] {
  const bytes = files.get(name);
  return bytes ? [{ fileName, packageType, bytes }] : [];
}

/** Why modules are missing: those of the missing packages themselves, and those that were asked for and need one of them. */
function explain(missing: PlannedPackage[], errors: Map<string, PackageError>): Map<string, string> {
  const messages = new Map<string, string>();
  const add = (module: string, message: string) => messages.has(module) || messages.set(module, message);
  for (const { package: it, wantedFor } of missing) {
    const message = errors.get(it.name)?.message ?? '';
    for (const module of it.modules) add(module, message);
    if (wantedFor.has(it.name)) add(it.name, message);
  }
  for (const { package: it, wantedFor } of missing) {
    for (const module of wantedFor) add(module, `${module} needs ${it.name}: ${errors.get(it.name)?.message}`);
  }
  return messages;
}
