import { canonicalName, type LockedPackage, type LockIndex } from './lock.ts';
import { type AvailablePackage, anyVersion, type PackageSource, type Requirement } from './source.ts';

/** A lock file's packages, and the folders of their files. */
export interface Listing {
  index: LockIndex;
  /** Folders, ending in a slash, in the order in which they are tried. Without any, the packages are known but can't be downloaded. */
  folders: readonly URL[];
}

/** The packages of lock files: of the vendored packages, then of the distribution. */
export class Catalog implements PackageSource {
  readonly #listings: readonly Listing[];

  constructor(listings: readonly Listing[]) {
    this.#listings = listings;
  }

  async packageWith(module: string): Promise<string | undefined> {
    const entry = this.#first((index) => index.withModule(module));
    return entry && canonicalName(entry.name);
  }

  async find({ name, fits }: Requirement): Promise<AvailablePackage | undefined> {
    const entry = this.#first((index) => index.named(name));
    return entry && fits(entry.version) ? this.#describe(entry) : undefined;
  }

  #first(look: (index: LockIndex) => LockedPackage | undefined): LockedPackage | undefined {
    for (const { index } of this.#listings) {
      const entry = look(index);
      if (entry) return entry;
    }
    return undefined;
  }

  #describe(entry: LockedPackage): AvailablePackage {
    const name = canonicalName(entry.name);
    // The same file may be in several places; another build of the package is another file.
    const folders = this.#listings
      .filter(({ index }) => index.named(name)?.sha256 === entry.sha256)
      .flatMap((listing) => listing.folders);
    return {
      name,
      version: entry.version,
      fileName: entry.file_name,
      packageType: entry.package_type === 'shared_library' ? 'shared_library' : 'package',
      modules: entry.imports,
      urls: folders.map((folder) => new URL(entry.file_name, folder)),
      hash: { sha256: entry.sha256, from: 'the lock file' },
      size: entry.size,
      advice: `\`glovebox vendor ${name}\` ships it with the page.`,
      dependsOn: () => entry.depends.map((dependency) => anyVersion(canonicalName(dependency))),
    };
  }
}
