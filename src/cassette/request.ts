import { parseJson } from '../text/parseJson.ts';

/** The parts of a request that a cassette needs. */
export interface ReadRequest {
  method: string;
  url: URL;
  headers: Headers;
  /** The parsed body; `undefined` if it is not JSON. */
  json: unknown;
  /** The signal of the call itself. That of a `Request` made from it may be garbage-collected too early. */
  signal: AbortSignal | undefined;
}

/** Reads a request without using up its body. A stream can be read only once, so it is not read. */
export async function readRequest(...[input, init]: Parameters<typeof fetch>): Promise<ReadRequest> {
  const request = input instanceof Request ? input : undefined;
  return {
    method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
    url: new URL(request?.url ?? String(input), globalThis.location?.href),
    headers: new Headers(init?.headers ?? request?.headers),
    json: parseJson(await readBody(request, init?.body)),
    signal: init?.signal ?? request?.signal ?? undefined,
  };
}

async function readBody(request: Request | undefined, body: BodyInit | null | undefined): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof ReadableStream) return '';
  if (body !== undefined && body !== null) return new Response(body).text();
  return request && !request.bodyUsed ? request.clone().text() : '';
}
