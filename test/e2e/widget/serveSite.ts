import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { StaticServer } from '../../support/staticServer.ts';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));

let server: Promise<StaticServer> | undefined;

/**
 * Serves a page of somebody's site, with the build in its folder `glovebox/`, until the running test is over. All sites of a worker have one
 * origin, so that the browser has the engine already.
 *
 * @param files of the site besides, by path
 * @returns the page's address
 */
export async function serveSite(
  html: string,
  headers: Record<string, string> = {},
  files: Record<string, string> = {},
): Promise<string> {
  server ??= start();
  const { origin, replaced } = await server;
  replaced.set('index.html', { content: html, headers });
  for (const [path, content] of Object.entries(files)) replaced.set(path, { content });
  onTestFinished(() => void replaced.clear());
  return origin;
}

async function start(): Promise<StaticServer> {
  // Has nothing but what the tests put there.
  const site = path.join(DIST, 'nothing');
  const headers = { 'Access-Control-Allow-Origin': '*' };
  const started = await StaticServer.start({ '/': site, '/glovebox/': DIST }, { headers });
  // It is used as long as there are tests.
  started.unref();
  return started;
}
