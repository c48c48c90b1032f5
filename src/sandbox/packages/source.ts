import type { Wheel } from '../../protocol.ts';
import type { FetchContext } from './fetchContext.ts';

/** A package that the code or another package asks for. */
export interface Requirement {
  /** In canonical spelling. */
  name: string;
  extras: readonly string[];
  /** As it is written, for messages. */
  text: string;
  fits(version: string): boolean;
}

/** A package that a source has. */
export interface AvailablePackage {
  /** In canonical spelling. */
  name: string;
  version: string;
  fileName: string;
  packageType: Wheel['packageType'];
  /** The modules that it is known to bring. */
  modules: readonly string[];
  /** The addresses of its file, in the order in which they are tried. */
  urls: readonly URL[];
  /** The file's hash in hexadecimal, and its origin for messages; `undefined` for a wheel whose address the page gave without a hash. */
  hash: { sha256: string; from: string } | undefined;
  /** Bytes of the file, if that is known beforehand. */
  size: number | undefined;
  /** What to do if the file can't be downloaded: a sentence, or nothing. */
  advice: string;
  dependsOn(extras: readonly string[]): Requirement[];
}

/** A place that packages come from. */
export interface PackageSource {
  /** The canonical name of the package that brings a module. */
  packageWith(module: string, context: FetchContext): Promise<string | undefined>;
  /** @throws PackageError if the place could not be asked */
  find(requirement: Requirement, context: FetchContext): Promise<AvailablePackage | undefined>;
}

/** Any version of a package, as lock files require it. */
export function anyVersion(name: string): Requirement {
  return { name, extras: [], text: name, fits: () => true };
}
