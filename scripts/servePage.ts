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
 * Builds the page and serves it as any static host would, with no headers of its own.
 *
 * @param folder where the build goes
 */
export async function servePage(folder = path.join(ROOT, 'dist')): Promise<ServedPage> {
  // Apart from this process, whose NODE_ENV may be that of a test.
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

/** Builds the page where nobody else does, so that several can at once, and serves it. Nothing of it is left behind, however this ends. */
export async function servePageApart(): Promise<ServedPage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'glovebox-page-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return servePage(folder);
}
