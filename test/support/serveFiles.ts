import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** By path. */
type Pages = Record<string, { html: string; headers?: Record<string, string> }>;

/** The site of the running test. */
let site: Pages = {};
let listening: Promise<string> | undefined;

/**
 * Serves pages of somebody's site, with the build in its folder `glovebox/`, until the running test is over. The origin is that of every
 * site of this worker, so that the browser has the engine already.
 */
export function serveSite(pages: Pages): Promise<string> {
  site = pages;
  onTestFinished(() => {
    site = {};
  });
  listening ??= listen();
  return listening;
}

async function listen(): Promise<string> {
  const server = createServer(async ({ url = '' }, response) => {
    const asked = url.split('?')[0] ?? '';
    const page = site[asked];
    if (page) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers });
      return void response.end(page.html);
    }
    // Asked for by the browser itself.
    if (asked === '/favicon.ico') return void response.writeHead(204).end();
    const file = /^\/glovebox\/(.+)$/.exec(asked)?.[1];
    const bytes = file && (await readFile(path.join(DIST, file)).catch(() => undefined));
    const type = TYPES[path.extname(asked)] ?? 'application/octet-stream';
    response.writeHead(bytes ? 200 : 404, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });
    response.end(bytes || undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It is used as long as there are tests.
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
