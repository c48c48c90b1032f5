import { DownloadFailure, download, PACKAGE_STALL_TIMEOUT } from '../download/download.ts';
import { isPackageFolder } from '../engine/packageFolder.ts';
import type { SandboxOptions } from '../options.ts';
import { Catalog, type Listing } from './catalog.ts';
import { type FetchContext, fullBudget, type PackageBudget } from './fetchContext.ts';
import { fetchPlan, type LoadedPackages, type PackageProgress } from './fetchPlan.ts';
import { type Lock, LockIndex, readLock, VENDORED_LOCK } from './lock.ts';
import { PackageError } from './packageError.ts';
import { asFolder, type PackageSources, readPackagesOption } from './packagesOption.ts';
import { Planner } from './planner.ts';
import type { PackageSource } from './source.ts';

const CDN = 'https://cdn.jsdelivr.net/pyodide/';
const PYPI = 'https://pypi.org/simple/';

export interface PackageLoaderOptions extends Pick<SandboxOptions, 'packages' | 'distributionUrl' | 'pypiUrl'> {
  /** The folder of the engine's files, with `pyodide-lock.json` and the packages that `glovebox vendor` wrote. */
  assets: URL;
  /** As the interpreter says them. */
  versions: { pyodide: string; python: string };
  /**
   * Milliseconds without a byte after which a download is given up.
   * @default 10000
   */
  stallTimeout?: number;
}

export interface LoadOptions {
  /** Canonical names of packages to load as well, whatever their modules. */
  packages?: readonly string[];
  /** The packages that this interpreter has, by canonical name: {@link LoadedPackages.installs} of earlier loads. */
  installed?: ReadonlySet<string>;
  /** The requests that earlier loads of the run have left. @default those of a run */
  budget?: PackageBudget | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: PackageProgress) => void) | undefined;
}

/** Finds, downloads and checks the packages that code imports. The sandbox never has a network: its host does this. */
export class PackageLoader {
  readonly #options: PackageLoaderOptions;
  readonly #places: PackageSources;
  #sources: Promise<PackageSource[]> | undefined;

  /** @throws InvalidOptionError */
  constructor(options: PackageLoaderOptions) {
    const { packages = 'distribution', assets } = options;
    this.#options = options;
    this.#places = readPackagesOption(packages, assets);
  }

  /**
   * Downloads the packages that bring `modules`, with all that they depend on. A package that can't be loaded is reported and not thrown:
   * the code may do without it.
   *
   * @param modules names of top-level modules
   * @throws the signal's reason if it aborts
   */
  async load(modules: readonly string[], options: LoadOptions = {}): Promise<LoadedPackages> {
    const {
      installed = new Set(),
      packages = [],
      budget = fullBudget(),
      signal = new AbortController().signal,
      onProgress = () => {},
    } = options;
    signal.throwIfAborted();
    const names = [...modules, ...packages];
    if (names.length === 0) return { wheels: [], installs: [], failures: [] };
    const stallTimeout = this.#options.stallTimeout ?? PACKAGE_STALL_TIMEOUT;
    const context: FetchContext = { signal, stallTimeout, unreachable: new Map(), budget };
    try {
      this.#sources ??= this.#openSources(context);
      const plan = await new Planner(await this.#sources, installed, context).plan(modules, packages);
      return await fetchPlan(plan, context, onProgress);
    } catch (error) {
      if (!(error instanceof PackageError)) throw error;
      return { wheels: [], installs: [], failures: names.map((name) => ({ name, message: error.message })) };
    }
  }

  /** In the order in which they are asked. */
  async #openSources(context: FetchContext): Promise<PackageSource[]> {
    try {
      const { versions, pypiUrl = PYPI, assets } = this.#options;
      const { wheels, pypi } = this.#places;
      const catalog = new Catalog(await this.#readListings(context));
      if (wheels.length > 0) {
        const { WheelAddresses } = await import('./pypi/wheelAddresses.ts');
        const addresses = new WheelAddresses(wheels, versions.python);
        return [addresses.byName, catalog, addresses.byContent];
      }
      if (!pypi) return [catalog];
      const { PyPi } = await import('./pypi/index.ts');
      return [catalog, new PyPi(asFolder(new URL(pypiUrl, assets)), versions.python)];
    } catch (error) {
      // The next load tries again.
      this.#sources = undefined;
      throw error;
    }
  }

  async #readListings(context: FetchContext): Promise<Listing[]> {
    const { assets } = this.#options;
    const [lock, vendored] = await Promise.all([
      readLockFile(new URL('pyodide-lock.json', assets), context),
      isPackageFolder(assets) ? undefined : readLockFile(new URL(VENDORED_LOCK, assets), context).catch(noneVendored),
    ]);
    const distribution: Listing = { index: new LockIndex(lock), folders: this.#mirrors() };
    // Wheels of another Python do not load; that happens when the engine was updated and the wheels were not.
    if (vendored?.info.abi_version !== lock.info.abi_version) return [distribution];
    return [{ index: new LockIndex(vendored), folders: [assets] }, distribution];
  }

  #mirrors(): URL[] {
    const { mirrors } = this.#places;
    if (mirrors !== 'distribution') return mirrors;
    const { distributionUrl, versions, assets } = this.#options;
    if (distributionUrl !== undefined) return [asFolder(new URL(distributionUrl, assets))];
    // The version comes from inside the sandbox, so it must not act as a path.
    return /^\d+\.\d+\.\d+[a-z\d]*$/.test(versions.pyodide) ? [new URL(`v${versions.pyodide}/full/`, CDN)] : [];
  }
}

async function readLockFile(url: URL, { signal, stallTimeout }: FetchContext): Promise<Lock> {
  try {
    return readLock(JSON.parse(new TextDecoder().decode(await download(url, { signal, stallTimeout }))));
  } catch (error) {
    signal.throwIfAborted();
    const reason =
      error instanceof DownloadFailure ? `could not be downloaded (${error.message}).` : `is no lock file: ${error}`;
    throw new PackageError(url.href, `Packages can't be loaded: ${url.href} ${reason}`, { cause: error });
  }
}

function noneVendored(error: unknown): undefined {
  // A host without the file may answer in many ways. A broken file is reported.
  if (error instanceof PackageError && error.cause instanceof DownloadFailure) return undefined;
  throw error;
}
