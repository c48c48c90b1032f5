import { isJsonObject, parseJson } from '../text/parseJson.ts';
import type { Exchange } from './format.ts';

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

/** Gives the recorded part of a request; `undefined` for a request to no model, such as an upload. */
export function recordedRequest(read: ReadRequest): Exchange['request'] | undefined {
  return contentsRequest(read) ?? interactionRequest(read);
}

function contentsRequest({ method, url, json }: ReadRequest): Exchange['request'] | undefined {
  const [path] = /\b(models|tunedModels|endpoints)\/[^/]+:\w+$/.exec(url.pathname) ?? [];
  if (method !== 'POST' || path === undefined || !isJsonObject(json) || !Array.isArray(json.contents)) return undefined;
  const { contents, ...settings } = json;
  return { path, contents, settings };
}

function interactionRequest({ method, url, json }: ReadRequest): Exchange['request'] | undefined {
  const [found, id, cancel = ''] = /\/interactions(?:\/([^/]+)(\/cancel)?)?$/.exec(url.pathname) ?? [];
  if (found === undefined) return undefined;
  if (id !== undefined) {
    const stream = url.searchParams.get('stream') === 'true';
    return {
      path: `interactions/{id}${cancel}`,
      ...((method === 'GET' || method === 'DELETE') && { method }),
      interaction: { id: decodeURIComponent(id), ...(stream && { stream }) },
    };
  }
  if (method !== 'POST' || !isJsonObject(json)) return undefined;
  const entries = Object.entries(json).filter(([name, value]) => name !== 'stream' || value === true);
  return {
    path: 'interactions',
    interaction: Object.fromEntries(entries.filter(([name]) => SAID.includes(name))),
    settings: Object.fromEntries(entries.filter(([name]) => !SAID.includes(name))),
  };
}

/** The fields of an interaction that say which answer is asked for. The others are settings. */
const SAID = ['model', 'agent', 'previous_interaction_id', 'continuation_token', 'input', 'stream'];
