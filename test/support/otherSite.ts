import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LocalServer, startServer } from './localServer.ts';

/** A request as the server got it. */
export interface ReceivedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * A site of another origin than the page. It allows requests from all sites, except below /private, and answers with what it got, as JSON.
 * `/data.csv` is a table, `/status/N` has the status N, `/bytes/N` has N bytes, `/redirect/ADDRESS` leads to an address, and `/never` does
 * not answer. `/received` lists the requests before.
 */
export async function startOtherSite(): Promise<LocalServer> {
  const received: ReceivedRequest[] = [];
  return startServer(async (request, response) => {
    const { method = '', url = '/' } = request;
    if (!url.startsWith('/private')) allowAll(request, response);
    if (method === 'OPTIONS') return response.end();
    if (url === '/received') return response.end(JSON.stringify(received));
    const got: ReceivedRequest = { method, url, headers: headersOf(request), body: await read(request) };
    received.push(got);
    return answer(got, response);
  });
}

function allowAll({ headers }: IncomingMessage, response: ServerResponse): void {
  // Also with cookies, if the page sent some.
  response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
  response.setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '');
  response.setHeader('Access-Control-Expose-Headers', 'X-More');
  // A page that is cross-origin isolated takes nothing without it.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

function answer(got: ReceivedRequest, response: ServerResponse): void {
  const [, kind, rest = ''] = /^\/(\w+(?:\.csv)?)\/?(.*)$/.exec(got.url) ?? [];
  switch (kind) {
    case 'never':
      return;
    case 'redirect':
      response.writeHead(302, { Location: decodeURIComponent(rest) }).end();
      return;
    case 'bytes':
      response.end(Buffer.alloc(Number(rest), 'x'));
      return;
    case 'data.csv':
      response.setHeader('Set-Cookie', 'kept=1').end('city,people\nOslo,700000\nBergen,290000\n');
      return;
    default:
      response.writeHead(kind === 'status' ? Number(rest) : 200, {
        'Content-Type': 'application/json',
        'X-More': 'yes',
      });
      response.end(JSON.stringify(got));
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
