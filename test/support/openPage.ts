/** A page of the checkout's own sources in Chromium, for scripts that drive the sandbox there. */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { createServer, type Plugin } from 'vite';
import { LAUNCH_ARGUMENTS } from '../../scripts/findBrowser.ts';
import { ensureBrowser } from '../../scripts/installBrowser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The address of an empty page, among the sources. */
export const EMPTY_PAGE = 'test/support/empty.html';

/** Where the checkout's sources are served. */
export interface ServedSources {
  /** Ends with a slash. */
  url: string;
  close: () => Promise<void>;
}

export async function serveSources(plugins: Plugin[] = []): Promise<ServedSources> {
  const server = await createServer({
    root: ROOT,
    logLevel: 'error',
    plugins,
    server: { port: 0, host: '127.0.0.1', hmr: false },
  });
  await server.listen();
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return { url, close: () => server.close() };
}

/** Opens an empty page, and closes the browser and the server after its use. */
export async function withPage<Value>(use: (page: Page) => Promise<Value>, plugins: Plugin[] = []): Promise<Value> {
  const sources = await serveSources(plugins);
  const browser = await chromium.launch({ ...ensureBrowser(), args: LAUNCH_ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.goto(sources.url + EMPTY_PAGE);
    return await use(page);
  } finally {
    await browser.close();
    await sources.close();
  }
}
