import { isJsonObject } from '../../text/parseJson.ts';
import { CODES, RequestError } from './jsonRpc.ts';

/** A program with its version, as clients and servers name themselves. */
export interface Implementation {
  name: string;
  version: string;
  /** For people. */
  title?: string;
}

/** The revisions that begin with `initialize`, the newest first. @see https://modelcontextprotocol.io/specification/versioning */
const SESSION_REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;
/** The revisions whose requests each name their revision, and that begin with nothing. */
const STATELESS_REVISIONS = ['2026-07-28'] as const;
/** The first revision whose results may have links to resources. */
const FIRST_WITH_LINKS = '2025-06-18';

const META = 'io.modelcontextprotocol/';
/** Marks the notifications of a subscription. */
export const SUBSCRIPTION_ID = `${META}subscriptionId`;
/** The methods whose results a client may cache, which must say for how long. */
const CACHEABLE = [
  'server/discover',
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
] as const;

/** The revision to speak with a client that asks for one; the newest if the server does not speak that. */
export function agreeOn(asked: unknown): string {
  return SESSION_REVISIONS.find((revision) => revision === asked) ?? SESSION_REVISIONS[0];
}

/** The answer to `server/discover`. */
export const DISCOVERED = { supportedVersions: [...STATELESS_REVISIONS] };

/** Whether a client of this revision knows links to resources. */
export function takesLinks(revision: string): boolean {
  return revision >= FIRST_WITH_LINKS;
}

/** The object of metadata in a request's parameters. */
function metaOf({ _meta }: Record<string, unknown>): Record<string, unknown> {
  return isJsonObject(_meta) ? _meta : {};
}

/** The token with which a client asks for progress. */
export function progressTokenOf(params: Record<string, unknown>): string | number | undefined {
  const { progressToken } = metaOf(params);
  return typeof progressToken === 'string' || typeof progressToken === 'number' ? progressToken : undefined;
}

/**
 * The revision that a request names; `undefined` if it names none, as in the revisions with sessions.
 *
 * @throws RequestError if the server does not speak it
 */
export function revisionOf(params: Record<string, unknown>): string | undefined {
  const requested = metaOf(params)[`${META}protocolVersion`];
  if (requested === undefined) return undefined;
  const supported = [...STATELESS_REVISIONS];
  if (!supported.some((revision) => revision === requested)) {
    const message = `Unsupported protocol version: ${String(requested)}`;
    throw new RequestError(CODES.unsupportedVersion, message, { supported, requested: String(requested) });
  }
  if (!isJsonObject(metaOf(params)[`${META}clientCapabilities`])) {
    throw new RequestError(CODES.invalidParams, `Invalid _meta: ${META}clientCapabilities is missing.`);
  }
  return String(requested);
}

/** The client's description of itself in a request of a stateless revision. */
export function clientOf(params: Record<string, unknown>): Implementation | undefined {
  return readImplementation(metaOf(params)[`${META}clientInfo`]);
}

/** Reads what a client says it is. It may say anything. */
export function readImplementation(info: unknown): Implementation | undefined {
  if (!isJsonObject(info)) return undefined;
  const { name, version, title } = info;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  return { name, version, ...(typeof title === 'string' && { title }) };
}

/** Completes a result for a stateless revision, in which each result is on its own. */
export function statelessResult(
  method: string,
  result: Record<string, unknown>,
  serverInfo: Implementation,
): Record<string, unknown> {
  const isCacheable = CACHEABLE.some((each) => each === method);
  return {
    ...result,
    resultType: 'complete',
    ...(isCacheable && { ttlMs: 0, cacheScope: 'private' }),
    _meta: { ...metaOf(result), [`${META}serverInfo`]: serverInfo },
  };
}
