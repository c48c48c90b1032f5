import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };

/**
 * Serves folders as a plain static host does, until the running test is over.
 *
 * @param folders by the path that they are at; the longest that fits counts
 * @returns where
 */
export async function serveFolder(folders: Record<string, string>): Promise<string> {
  const server = createServer(async ({ url = '' }, response) => {
    const asked = (url.split('?')[0] ?? '').replace(/\/$/, '/index.html');
    const [place = ''] = Object.keys(folders)
      .filter((start) => asked.startsWith(start))
      .toSorted((a, b) => b.length - a.length);
    const file = path.join(folders[place] ?? '', asked.slice(place.length));
    const content = await readFile(file).catch(() => undefined);
    // Asked for by the browser itself.
    if (asked === '/favicon.ico') return void response.writeHead(204).end();
    response.writeHead(content ? 200 : 404, {
      'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
