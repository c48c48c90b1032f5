import { GloveboxError } from '../errors.ts';
import { canonicalName, LockIndex, readLock, VENDORED_LOCK } from '../sandbox/packages/lock.ts';

/** A demo needs Python packages that were not vendored beside the page. The message has the command that does it. */
export class NotVendoredError extends GloveboxError {
  override readonly name = 'NotVendoredError';

  constructor(packages: readonly string[]) {
    super(
      `This demo needs ${packages.join(' and ')}, to be put beside the page with \`npm run glovebox -- vendor ${packages.join(' ')}\`.`,
    );
  }
}

/** @throws NotVendoredError that names what is missing */
export async function requireVendored(packages: readonly string[]): Promise<void> {
  const names = await listVendored();
  const missing = packages.filter((name) => !names.has(canonicalName(name)));
  if (missing.length > 0) throw new NotVendoredError(missing);
}

/** The packages beside the page, by canonical name. */
async function listVendored(): Promise<Set<string>> {
  try {
    const response = await fetch(new URL(`pyodide/${VENDORED_LOCK}`, document.baseURI));
    return new Set(response.ok ? new LockIndex(readLock(await response.json())).names : []);
  } catch {
    // Offline, or something else is there: Python could not use it either.
    return new Set();
  }
}
