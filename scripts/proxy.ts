import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { errorMessage } from '../src/errors.ts';

/** A local server that forwards a page's requests to another server. */
export interface Proxy extends AsyncDisposable {
  readonly origin: string;
}

/**
 * Forwards requests of pages of any origin, and streams the responses back. Aborts a request if its page goes away.
 *
 * @param target the address that requests are forwarded to
 * @param fetch sends the requests
 */
export async function startProxy(target: string, fetch: typeof globalThis.fetch): Promise<Proxy> {
  const base = target.replace(/\/+$/, '');
  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '*');
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else await forward(`${base}${request.url}`, fetch, request, response);
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

async function forward(
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
    // The page sees a broken body as broken, as in the original.
    if (response.headersSent || gone.signal.aborted) response.destroy();
    else refuse(response, `${new URL(url).origin} can't be reached: ${causeOf(error)}`);
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const passed = Object.entries(headers).filter(([name]) => name.startsWith('x-') || name === 'content-type');
  return new Headers(passed.map(([name, value]) => [name, String(value)]));
}

/** Answers in the API's error format, which clients understand. */
function refuse(response: ServerResponse, message: string): void {
  response.writeHead(502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 502, message, status: 'UNAVAILABLE' } }));
}

/** Node's `fetch failed` says nothing; its cause says why. */
function causeOf(error: unknown): string {
  return errorMessage(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
