import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the page and serves it as any static host would, with no headers of its own. */
export async function servePage(): Promise<{ url: string; close: () => Promise<void> }> {
  await build({ root: ROOT, logLevel: 'error' });
  const server = await preview({ root: ROOT, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('The page is built, but its server has no address.');
  return { url, close: () => server.close() };
}
