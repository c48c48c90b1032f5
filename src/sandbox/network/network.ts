import { InvalidOptionError } from '../../errors.ts';
import { checkNumber } from '../checkOption.ts';

/** The servers that code may send requests to, and limits for that. */
export interface NetworkOptions {
  /**
   * The origins that requests may go to: `https://api.example.org`, with the port if it has one. No paths and no wildcards; another
   * subdomain is another origin. `http:` is for this computer alone (`localhost`, `127.0.0.1`, `[::1]`).
   */
  origins: readonly string[];
  /** The methods that requests may have, such as `['GET', 'HEAD']`. @default GET, HEAD, POST, PUT, PATCH, DELETE */
  methods?: readonly string[];
  /** @default see {@link NetworkLimits} */
  limits?: Partial<NetworkLimits>;
}

/** Limits for the requests of code. A request beyond them fails in the code; the run goes on. */
export interface NetworkLimits {
  /** Requests of one run. @default 100 */
  requests: number;
  /** Bytes of the body of one request. @default 8388608 (8 MiB) */
  requestSize: number;
  /** Bytes of the body of one response. @default 33554432 (32 MiB) */
  responseSize: number;
  /** Bytes of all bodies of one run, sent and received. @default 134217728 (128 MiB) */
  totalSize: number;
  /** Milliseconds until the response is complete. @default 30000 */
  time: number;
}

export const DEFAULT_NETWORK_LIMITS: NetworkLimits = {
  requests: 100,
  requestSize: 8 * 1024 ** 2,
  responseSize: 32 * 1024 ** 2,
  totalSize: 128 * 1024 ** 2,
  time: 30_000,
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** As URLs write them. */
const OWN_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** The option, checked. */
export interface Network {
  /** As `URL.origin` gives them. */
  origins: ReadonlySet<string>;
  methods: ReadonlySet<string>;
  limits: NetworkLimits;
}

/** @throws InvalidOptionError */
export function readNetworkOptions({ origins, methods = METHODS, limits = {} }: NetworkOptions): Network {
  if (!Array.isArray(origins)) throw invalidOrigin(origins);
  const known: readonly string[] = METHODS;
  const unknown = methods.find((method) => !known.includes(method));
  if (unknown !== undefined) {
    throw new InvalidOptionError(
      `The option \`network.methods\` takes a list of ${METHODS.join(', ')}, not ${JSON.stringify(unknown)}.`,
    );
  }
  for (const [name, limit] of Object.entries(limits)) {
    checkNumber(`network.limits.${name}`, limit, 'a number, more than 0', (value) => value > 0 && value < Infinity);
  }
  return {
    origins: new Set(origins.map(readOrigin)),
    methods: new Set(methods),
    limits: { ...DEFAULT_NETWORK_LIMITS, ...limits },
  };
}

/** Tells which origins code can reach, for hints and error messages. */
export function describeOrigins(origins: Iterable<string>): string {
  const list = [...origins].join(', ');
  return list === ''
    ? 'This page allows requests to no origin.'
    : `Code can send requests only to ${list}: with requests, urllib, httpx or pyodide.http, and not with sockets.`;
}

function readOrigin(text: unknown): string {
  if (typeof text !== 'string' || !URL.canParse(text)) throw invalidOrigin(text);
  const { href, origin, protocol, hostname } = new URL(text);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && OWN_HOSTS.includes(hostname));
  // Chromium writes %2A for a wildcard.
  if (!isSecure || href !== `${origin}/` || text.includes('*')) throw invalidOrigin(text);
  return origin;
}

function invalidOrigin(value: unknown): InvalidOptionError {
  return new InvalidOptionError(
    "The option `network.origins` takes a list of origins such as ['https://api.example.org'], without paths; http: only for localhost. " +
      `Not ${JSON.stringify(value)}.`,
  );
}
