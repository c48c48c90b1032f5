import { parseJson } from '../text/parseJson.ts';

/** The arguments of a `fetch`. */
type FetchArguments = Parameters<typeof fetch>;

/** A request as a cassette has to do with it. */
export interface ReadRequest {
  method: string;
  url: URL;
  headers: Headers;
  /** Parsed; `undefined` where it is no JSON. */
  json: unknown;
  /** What the caller may abort with. Not that of a `Request` made of it, which does not outlive it. */
  signal: AbortSignal | undefined;
}

/** Reads a request, and leaves its body to whoever sends it. A body that is a stream can be read only once: it is left alone. */
export async function readRequest(...[input, init]: FetchArguments): Promise<ReadRequest> {
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
