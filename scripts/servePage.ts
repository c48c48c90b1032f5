import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { preview } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface ServedPage {
  url: string;
  close: () => Promise<void>;
}

/**
 * Builds the page and serves it as a static host does, without special headers.
 *
 * @param folder for the build
 */
export async function servePage(folder = path.join(ROOT, 'dist')): Promise<ServedPage> {
  // In a process of its own, since NODE_ENV may be that of a test here.
  const env = { ...process.env, NODE_ENV: 'production' };
  const options = ['--logLevel', 'error', '--outDir', folder, '--emptyOutDir'];
  await promisify(execFile)('npx', ['vite', 'build', ...options], { cwd: ROOT, env });
  const server = await preview({
    root: ROOT,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('The page is built, but its server has no address.');
  return { url, close: () => server.close() };
}

/** As {@link servePage}, with a build folder of its own, so that several can run at once. The folder is removed when the process exits. */
export async function servePageApart(): Promise<ServedPage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'glovebox-page-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return servePage(folder);
}

/** Returns the page at the address in the variable GLOVEBOX_PAGE, so that tests build it once. Without the variable, builds and serves one. */
export async function servePageToDrive(): Promise<ServedPage> {
  const url = process.env.GLOVEBOX_PAGE;
  return url === undefined ? servePageApart() : { url, close: async () => {} };
}
