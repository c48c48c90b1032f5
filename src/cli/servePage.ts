import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { preview } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the page and serves it as any static host would, with no headers of its own. */
export async function servePage(): Promise<{ url: string; close: () => Promise<void> }> {
  // Apart from this process, whose NODE_ENV may be that of a test.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: ROOT, env });
  const server = await preview({ root: ROOT, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('The page is built, but its server has no address.');
  return { url, close: () => server.close() };
}
