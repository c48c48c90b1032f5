import type { FetchContext } from '../fetchContext.ts';
import { fetchPackage } from '../fetchPackage.ts';
import { projectOf } from '../knowledge/importNames.ts';
import { canonicalName } from '../lock.ts';
import { PackageError } from '../packageError.ts';
import type { AvailablePackage, PackageSource, Requirement } from '../source.ts';
import { type Environment, pyodideEnvironment } from './marker.ts';
import { readWheel } from './metadata.ts';
import { readRequirement } from './requirement.ts';
import { readWheelName } from './wheelName.ts';

type Described = Omit<AvailablePackage, 'dependsOn'>;

/** Wheels whose addresses the page gives. Their contents are unknown until they are downloaded. */
export class WheelAddresses {
  /** Finds packages by the names of the files, without a request. */
  readonly byName: PackageSource = {
    packageWith: async (module) => {
      const name = canonicalName(projectOf(module));
      return this.#wheels.has(name) ? name : undefined;
    },
    find: (requirement, context) => this.#find(requirement, context),
  };
  /** Downloads all files, and finds packages by their modules. */
  readonly byContent: PackageSource = {
    packageWith: (module, context) => this.#packageWith(module, context),
    find: async () => undefined,
  };
  readonly #wheels: Map<string, Described>;
  readonly #environment: Environment;

  /** @param python such as `3.14.2` */
  constructor(addresses: readonly URL[], python: string) {
    this.#wheels = new Map(addresses.map(describe).map((wheel) => [wheel.name, wheel]));
    this.#environment = pyodideEnvironment(python);
  }

  async #packageWith(module: string, context: FetchContext): Promise<string | undefined> {
    for (const wheel of this.#wheels.values()) {
      const { modules } = await read(wheel, context);
      if (modules.includes(module)) return wheel.name;
    }
    return undefined;
  }

  async #find({ name, fits }: Requirement, context: FetchContext): Promise<AvailablePackage | undefined> {
    const wheel = this.#wheels.get(name);
    if (!wheel || !fits(wheel.version)) return undefined;
    const { modules, requiresDist } = await read(wheel, context);
    const requirements = requiresDist.flatMap((line) => readRequirement(line, this.#environment) ?? []);
    return {
      ...wheel,
      modules,
      dependsOn: (extras) => requirements.filter((requirement) => requirement.applies(extras)),
    };
  }
}

async function read(wheel: Described, context: FetchContext) {
  const bytes = await fetchPackage(wheel, context);
  try {
    return readWheel(bytes);
  } catch (error) {
    throw new PackageError(wheel.name, `${wheel.urls[0]?.href} is no wheel: ${String(error)}`, { cause: error });
  }
}

function describe(url: URL): Described {
  const fileName = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const known = readWheelName(fileName);
  const sha256 = /^#sha256=([0-9a-f]{64})$/.exec(url.hash)?.[1];
  return {
    name: known?.name ?? canonicalName(fileName.replace(/\.whl$/, '')),
    version: known?.version ?? '0',
    fileName,
    packageType: 'package',
    modules: [],
    urls: [url],
    hash: sha256 === undefined ? undefined : { sha256, from: 'its address' },
    size: undefined,
    advice: '',
  };
}
