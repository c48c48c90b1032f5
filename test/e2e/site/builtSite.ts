import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { runCommand } from '../../support/runCommand.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { newPage } from '../openBrowser.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = path.join(ROOT, 'test/output/site');
/** Below the root of a host, as the sites of many projects are. */
const BASE = '/glovebox/docs/';

/** The site of the documentation, on a host of its own. */
export interface BuiltSite extends AsyncDisposable {
  url: string;
  /** The addresses of its pages. */
  pages: string[];
}

/** Builds the site, with `npm run docs:build`. */
export async function buildSite(): Promise<BuiltSite> {
  // Tests have another NODE_ENV, with which Vue would be the one for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const options = ['--base', BASE, '--outDir', FOLDER];
  const { code, stdout, stderr } = await runCommand('npm', ['run', 'docs:build', '--', ...options], { cwd: ROOT, env });
  if (code !== 0) throw new Error(`The site is not built.\n${stdout}\n${stderr}`);
  const server = await StaticServer.start({ [BASE]: FOLDER });
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const pages = files.filter((name) => name.endsWith('.html') && name !== '404.html' && !name.startsWith('glovebox/'));
  return {
    url: server.url,
    pages: pages.map((name) => server.url + name.replace(/(^|\/)index\.html$/, '$1')),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** A page of the site, without any network but the site's host. */
export interface VisitedSite {
  page: Page;
  /** What the browser has complained of, and the requests to others than the site's host. */
  complaints: string[];
  visit(address: string): Promise<void>;
}

export async function visitSite(site: BuiltSite, look?: Parameters<typeof newPage>[0]): Promise<VisitedSite> {
  const { page, complaints } = await newPage(look);
  page.setDefaultTimeout(90_000);
  const { origin } = new URL(site.url);
  await page.route(
    (url) => url.protocol.startsWith('http') && url.origin !== origin,
    (route) => {
      complaints.push(`asks for ${route.request().url()}`);
      return route.abort();
    },
  );
  const visit = async (address: string) => {
    const response = await page.goto(address);
    if (!response?.ok()) throw new Error(`${address} is answered with ${response?.status()}.`);
    // The script of the cells comes when the page works.
    await page.waitForFunction(() => customElements.get('glove-cell') !== undefined);
  };
  return { page, complaints, visit };
}
