import { InvalidOptionError } from '../../errors.ts';

/**
 * Where Python packages may come from. Packages vendored beside the page always come first.
 *
 * - `'vendored'`: from nowhere else.
 * - `'distribution'`: then from Pyodide's distribution, every file checked against the hash in the lock file beside the page.
 * - `'pypi'`: then also pure-Python wheels from PyPI. The code in the sandbox chooses the names that are asked for: see pypi/index.ts.
 * - addresses, relative to the engine's folder: then from these instead; folders that hold the distribution's files, or wheels (`….whl`, with `#sha256=…` to have them checked).
 */
export type PackagesOption = 'vendored' | 'distribution' | 'pypi' | readonly string[];

/** The option, with its addresses resolved. */
export interface PackageSources {
  /** Folders with the distribution's files, ending in a slash, in the order in which they are tried. */
  mirrors: 'distribution' | URL[];
  wheels: URL[];
  pypi: boolean;
}

/**
 * @param base resolves relative addresses
 * @throws InvalidOptionError
 */
export function readPackagesOption(option: PackagesOption, base: URL): PackageSources {
  switch (option) {
    case 'vendored':
      return { mirrors: [], wheels: [], pypi: false };
    case 'distribution':
    case 'pypi':
      return { mirrors: 'distribution', wheels: [], pypi: option === 'pypi' };
  }
  if (!Array.isArray(option)) throw invalid(option);
  const addresses = option.map((address) => readAddress(address, base));
  const isWheel = (address: URL) => address.pathname.endsWith('.whl');
  return {
    mirrors: addresses.filter((address) => !isWheel(address)).map(asFolder),
    wheels: addresses.filter(isWheel),
    pypi: false,
  };
}

/** The same address, ending in a slash. */
export function asFolder(address: URL): URL {
  const folder = new URL(address);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

function readAddress(address: unknown, base: URL): URL {
  try {
    if (typeof address === 'string') return new URL(address, base);
  } catch {}
  throw invalid(address);
}

function invalid(value: unknown): InvalidOptionError {
  return new InvalidOptionError(
    `The option \`packages\` takes 'vendored', 'distribution', 'pypi' or a list of addresses, not ${JSON.stringify(value)}.`,
  );
}
