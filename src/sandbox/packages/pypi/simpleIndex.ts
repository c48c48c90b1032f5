import { compare, parse, valid } from '@renovatebot/pep440';
import * as v from 'valibot';
import { canonicalName } from '../lock.ts';
import { fits } from './requirement.ts';
import { readWheelName } from './wheelName.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
/** Headers of a request for a project's page: they ask for JSON, which comes with CORS headers, unlike HTML. */
export const SIMPLE_HEADERS = { Accept: JSON_TYPE };

const metadataHash = v.union([v.boolean(), v.record(v.string(), v.string())]);
const projectPage = v.object({
  files: v.array(
    v.object({
      filename: v.string(),
      url: v.string(),
      hashes: v.record(v.string(), v.string()),
      size: v.nullish(v.number()),
      'requires-python': v.nullish(v.string(), ''),
      yanked: v.optional(v.union([v.boolean(), v.string()]), false),
      'core-metadata': v.optional(metadataHash, false),
      'dist-info-metadata': v.optional(metadataHash, false),
    }),
  ),
});

/** A pure-Python wheel on PyPI. */
export interface Release {
  /** In canonical spelling. */
  name: string;
  version: string;
  fileName: string;
  url: URL;
  sha256: string;
  size: number | undefined;
  requiresPython: string;
  /** Present if its metadata file is beside it, with the hash of that if the index gives one. */
  metadata: { sha256: string | undefined } | undefined;
}

/**
 * The pure-Python wheels of a project, newest first, finished releases before others.
 *
 * @param page the index's answer, with addresses relative to `base`
 * @throws Error if it is no answer of an index
 * @see https://packaging.python.org/en/latest/specifications/simple-repository-api/#json-serialization
 */
export function readReleases(page: unknown, project: string, base: URL): Release[] {
  return v
    .parse(projectPage, page)
    .files.flatMap((file) => readRelease(file, project, base))
    .toSorted((a, b) => Number(isUnfinished(a)) - Number(isUnfinished(b)) || compare(b.version, a.version));
}

function readRelease(file: v.InferOutput<typeof projectPage>['files'][number], project: string, base: URL): Release[] {
  const wheel = readWheelName(file.filename);
  const sha256 = file.hashes.sha256;
  if (!wheel?.pure || wheel.name !== canonicalName(project) || valid(wheel.version) === null) return [];
  if (sha256 === undefined || file.yanked !== false) return [];
  const metadata = file['core-metadata'] || file['dist-info-metadata'];
  return [
    {
      name: wheel.name,
      version: wheel.version,
      fileName: file.filename,
      url: new URL(file.url, base),
      sha256,
      size: file.size ?? undefined,
      requiresPython: file['requires-python'] ?? '',
      metadata: metadata === false ? undefined : { sha256: metadata === true ? undefined : metadata.sha256 },
    },
  ];
}

/** The newest release for this Python whose version is allowed. */
export function chooseRelease(
  releases: readonly Release[],
  python: string,
  allows: (version: string) => boolean,
): Release | undefined {
  return releases.find(({ version, requiresPython }) => allows(version) && runsOn(requiresPython, python));
}

function runsOn(requiresPython: string, python: string): boolean {
  try {
    return fits(python, requiresPython);
  } catch {
    // Old projects have malformed ones.
    return true;
  }
}

function isUnfinished({ version }: Release): boolean {
  const { pre, dev } = parse(version) ?? {};
  return (pre?.length ?? 0) > 0 || (dev?.length ?? 0) > 0;
}
