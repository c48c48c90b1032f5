import { fromBase64 } from '../../bytes/base64.ts';
import { formatSize } from '../../bytes/formatSize.ts';
import { describeOrigins, type Network } from './network.ts';

/** A request failed, or the page does not allow it. */
export class NetworkError extends Error {
  override readonly name: string = 'NetworkError';
}

/** The arguments of `network.fetch`, in the shape of {@link REQUEST_SCHEMA}. Code chose all of them. */
export interface AskedRequest {
  url: string;
  method: string;
  headers?: Record<string, string>;
  /** In base64. */
  body?: string;
  /** Milliseconds that the code wants to wait at most. */
  timeout?: number;
}

/** The JSON schema of {@link AskedRequest}. */
export const REQUEST_SCHEMA = {
  type: 'object',
  properties: {
    url: { type: 'string', maxLength: 64 * 1024 },
    method: { type: 'string', maxLength: 10 },
    headers: { type: 'object', additionalProperties: { type: 'string', maxLength: 64 * 1024 } },
    body: { type: 'string' },
    timeout: { type: 'number', exclusiveMinimum: 0 },
  },
  required: ['url', 'method'],
  additionalProperties: false,
};

/** A request that the page allows. */
export interface CheckedRequest {
  url: URL;
  method: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer> | null;
  /** Milliseconds. */
  time: number;
}

/** What libraries send by themselves, and the browser in its own way. `User-Agent` would have many servers refuse the request. */
const OF_THE_BROWSER = new Set([
  ...['accept-encoding', 'connection', 'content-length', 'host', 'keep-alive'],
  ...['te', 'transfer-encoding', 'user-agent'],
]);

/** @throws NetworkError that says what the page allows */
export function readRequest(asked: AskedRequest, { origins, methods, limits }: Network): CheckedRequest {
  const url = readAddress(asked.url, origins);
  const method = asked.method.toUpperCase();
  if (!methods.has(method)) {
    throw new NetworkError(`This page allows requests with ${[...methods].join(', ')}, not ${method}.`);
  }
  const body = readBodyOf(asked, limits.requestSize);
  if (body && (method === 'GET' || method === 'HEAD')) {
    throw new NetworkError(`Browsers send no body with ${method}: use POST, or put the data in the address.`);
  }
  const time = Math.min(asked.timeout ?? limits.time, limits.time);
  return { url, method, headers: readHeaders(asked.headers ?? {}), body, time };
}

function readAddress(text: string, origins: ReadonlySet<string>): URL {
  if (!URL.canParse(text)) throw new NetworkError(`${JSON.stringify(text)} is no complete address.`);
  const url = new URL(text);
  // The address of a blob has the origin of the page that made it.
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isHttp || !origins.has(url.origin)) {
    const shown = isHttp ? url.origin : url.protocol;
    throw new NetworkError(`${shown} is not among the origins that this page allows. ${describeOrigins(origins)}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new NetworkError('Browsers send no user and password in an address: use the header Authorization.');
  }
  return url;
}

function readBodyOf({ body = '' }: AskedRequest, limit: number): Uint8Array<ArrayBuffer> | null {
  // Checked before it is decoded: base64 has four characters for three bytes.
  if ((body.length * 3) / 4 > limit + 2) throw tooLarge(limit);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = fromBase64(body);
  } catch {
    throw new NetworkError('The body of the request is not in base64.');
  }
  if (bytes.length > limit) throw tooLarge(limit);
  return bytes.length === 0 ? null : bytes;
}

function tooLarge(limit: number): NetworkError {
  return new NetworkError(`This page allows bodies of at most ${formatSize(limit)} in requests.`);
}

/** Refuses what a browser would leave out without a word, such as `Cookie`. */
function readHeaders(given: Record<string, string>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (OF_THE_BROWSER.has(name.toLowerCase())) continue;
    try {
      headers.append(name, value);
    } catch {
      throw new NetworkError(`${JSON.stringify(name)} is no header that can be sent, or its value is none.`);
    }
  }
  // The browser's own list of what pages may not set.
  const { headers: allowed } = new Request('https://example.org/', { headers });
  const refused = [...headers.keys()].filter((name) => !allowed.has(name));
  if (refused.length > 0) {
    throw new NetworkError(`Browsers don't let code set these headers: ${refused.join(', ')}. Leave them out.`);
  }
  return headers;
}
