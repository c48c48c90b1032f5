import { DownloadFailure, download } from '../../download/download.ts';
import type { FetchContext } from '../fetchContext.ts';
import { fetchPackage } from '../fetchPackage.ts';
import { checkHash } from '../integrity.ts';
import { projectOf } from '../knowledge/importNames.ts';
import { canonicalName } from '../lock.ts';
import { PackageError } from '../packageError.ts';
import type { AvailablePackage, PackageSource, Requirement } from '../source.ts';
import { type Environment, pyodideEnvironment } from './marker.ts';
import { readMetadata, readWheel, type WheelMetadata } from './metadata.ts';
import { isPackageName, readRequirement } from './requirement.ts';
import { chooseRelease, type Release, readReleases, SIMPLE_HEADERS } from './simpleIndex.ts';

/** Characters of a name that is looked up. The longest in use on PyPI are half as long. */
const MAX_NAME_LENGTH = 64;

/**
 * Pure-Python wheels from PyPI.
 *
 * Code in the sandbox chooses the names that are looked up, and the owner of a project on PyPI can run code in the sandbox. So a malicious
 * program can tell PyPI (and, through a project's download counts, its owner) a few dozen letters at a time. It stays sealed in, but it is
 * not mute. Therefore PyPI is not the default, names are limited to the letters that projects have, and a run may look up only a few.
 */
export class PyPi implements PackageSource {
  readonly #index: URL;
  readonly #python: string;
  readonly #environment: Environment;
  readonly #projects = new Map<string, Promise<Release[]>>();
  readonly #described = new Map<Release, AvailablePackage>();

  /**
   * @param index the folder of the projects' pages, ending in a slash
   * @param python such as `3.14.2`
   */
  constructor(index: URL, python: string) {
    this.#index = index;
    this.#python = python;
    this.#environment = pyodideEnvironment(python);
  }

  async packageWith(module: string): Promise<string | undefined> {
    const project = projectOf(module);
    return isPackageName(project) && project.length <= MAX_NAME_LENGTH ? canonicalName(project) : undefined;
  }

  async find({ name, fits }: Requirement, context: FetchContext): Promise<AvailablePackage | undefined> {
    if (!isPackageName(name) || name.length > MAX_NAME_LENGTH) return undefined;
    const releases = await this.#releasesOf(name, context);
    const release = chooseRelease(releases, this.#python, fits);
    if (!release) return undefined;
    const known = this.#described.get(release);
    if (known) return known;
    const { requiresDist } = await readMetadataOf(release, context);
    const described = describe(release, requiresDist, this.#environment);
    this.#described.set(release, described);
    return described;
  }

  #releasesOf(name: string, context: FetchContext): Promise<Release[]> {
    const known = this.#projects.get(name);
    if (known) return known;
    if (context.budget.lookups <= 0) {
      throw new PackageError(name, `${name} was not looked up on PyPI: one run may look up only a few packages.`);
    }
    context.budget.lookups -= 1;
    const asked = this.#ask(name, context);
    this.#projects.set(name, asked);
    asked.catch(() => this.#projects.delete(name));
    return asked;
  }

  async #ask(name: string, { signal, stallTimeout }: FetchContext): Promise<Release[]> {
    const url = new URL(`${name}/`, this.#index);
    try {
      const bytes = await download(url, { signal, stallTimeout, headers: SIMPLE_HEADERS });
      return readReleases(JSON.parse(new TextDecoder().decode(bytes)), name, url);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DownloadFailure && error.status === 404) return [];
      const reason = error instanceof DownloadFailure ? error.message : 'its answer is not that of a package index';
      throw new PackageError(name, `${name} could not be looked up on PyPI (${reason}).`, { cause: error });
    }
  }
}

async function readMetadataOf(release: Release, context: FetchContext): Promise<WheelMetadata> {
  const { name, url, metadata } = release;
  if (!metadata) return readWheel(await fetchPackage(describe(release, [], {}), context));
  const address = new URL(`${url.href.split('#')[0]}.metadata`);
  const hash = metadata.sha256 === undefined ? undefined : { sha256: metadata.sha256, from: 'PyPI' };
  const { signal, stallTimeout } = context;
  try {
    const bytes = await download(address, { signal, stallTimeout });
    if (hash) await checkHash(address, bytes, hash, undefined);
    return readMetadata(new TextDecoder().decode(bytes));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DownloadFailure)) throw error;
    throw new PackageError(name, `The dependencies of ${name} could not be downloaded (${error.message}).`, {
      cause: error,
    });
  }
}

function describe(release: Release, requiresDist: string[], environment: Environment): AvailablePackage {
  const requirements = requiresDist.map((line) => {
    const requirement = readRequirement(line, environment);
    if (requirement) return requirement;
    throw new PackageError(release.name, `${release.name} needs ${line}, which is no version of a package.`);
  });
  return {
    name: release.name,
    version: release.version,
    fileName: release.fileName,
    packageType: 'package',
    modules: [],
    urls: [release.url],
    hash: { sha256: release.sha256, from: 'PyPI' },
    size: release.size,
    advice: '',
    dependsOn: (extras) => requirements.filter((requirement) => requirement.applies(extras)),
  };
}
