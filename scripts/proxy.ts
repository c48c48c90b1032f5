import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { errorMessage } from '../src/errors.ts';

/** A server on this machine through which a page asks another. */
export interface Proxy extends AsyncDisposable {
  readonly origin: string;
}

/**
 * Passes on what a page asks, of any origin, and what it is answered, piece by piece. A page that goes away takes its requests with it.
 *
 * @param target where the requests go
 * @param fetch what they are sent with
 */
export async function startProxy(target: string, fetch: typeof globalThis.fetch): Promise<Proxy> {
  const base = target.replace(/\/+$/, '');
  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '*');
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else await passOn(`${base}${request.url}`, fetch, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function passOn(
  url: string,
  fetch: typeof globalThis.fetch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const { method = 'GET' } = request;
    const body = method === 'GET' ? {} : { body: await text(request) };
    const answer = await fetch(url, { method, headers: headersOf(request), signal: gone.signal, ...body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    for await (const piece of answer.body ?? []) response.write(piece);
    response.end();
  } catch (error) {
    // The end of a body that broke never comes, as in the original.
    if (response.headersSent || gone.signal.aborted) response.destroy();
    else refuse(response, `${new URL(url).origin} could not be reached: ${causeOf(error)}`);
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const passed = Object.entries(headers).filter(([name]) => name.startsWith('x-') || name === 'content-type');
  return new Headers(passed.map(([name, value]) => [name, String(value)]));
}

/** In the words of the API, so that whoever asked can tell. */
function refuse(response: ServerResponse, message: string): void {
  response.writeHead(502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 502, message, status: 'UNAVAILABLE' } }));
}

/** Node's `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): string {
  return errorMessage(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
