import { GloveboxError } from '../../errors.ts';
import { canonicalName, LockIndex, readLock, VENDORED_LOCK } from '../../sandbox/packages/lock.ts';
import type { Connection } from '../live/access.ts';
import { listNames } from './listNames.ts';
import type { PackagesObstacle } from './packagesObstacle.ts';

/** The packages of a demo are not vendored, and cannot be downloaded. */
class DemoPackagesError extends GloveboxError {
  override readonly name = 'DemoPackagesError';
  readonly obstacle: PackagesObstacle;

  constructor(packages: readonly string[], obstacle: PackagesObstacle, options?: ErrorOptions) {
    super(`The demo imports ${listNames(packages)}.`, options);
    this.obstacle = obstacle;
  }
}

/** @throws DemoPackagesError if packages are missing that cannot be downloaded now */
export async function requirePackages(
  packages: readonly string[],
  obstacle: PackagesObstacle | undefined,
): Promise<void> {
  if (!obstacle) return;
  const vendored = await listVendored();
  if (!packages.every((name) => vendored.has(canonicalName(name)))) throw new DemoPackagesError(packages, obstacle);
}

/** Returns the canonical names of the vendored packages. */
export async function listVendored(): Promise<ReadonlySet<string>> {
  try {
    const response = await fetch(new URL(`pyodide/${VENDORED_LOCK}`, document.baseURI));
    return new Set(response.ok ? new LockIndex(readLock(await response.json())).names : []);
  } catch {
    // Offline, or not a lock file: Python could not use it either.
    return new Set();
  }
}

/** Part of Python's message when a package cannot be imported. */
const NOT_DOWNLOADED = /could not be downloaded/;

/**
 * Wraps a connection: if the recording does not match because packages could not be downloaded, the error says so.
 *
 * @param onArrival is told after each answer whether they could
 */
export function explainingPackages(
  connection: Connection,
  packages: readonly string[],
  onArrival: (haveArrived: boolean) => void,
): Connection {
  return {
    ...connection,
    async ask(question) {
      let isMissing = false;
      const onEvent: typeof question.onEvent = (event) => {
        if (event.type === 'result') isMissing ||= NOT_DOWNLOADED.test(event.output);
        question.onEvent(event);
      };
      try {
        await connection.ask({ ...question, onEvent });
      } catch (error) {
        throw isMissing ? new DemoPackagesError(packages, 'not-arrived', { cause: error }) : error;
      } finally {
        onArrival(!isMissing);
      }
    },
  };
}
