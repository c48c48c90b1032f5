import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import { LAUNCH_ARGUMENTS } from '../../../scripts/findBrowser.ts';
import { ensureBrowser } from '../../../scripts/installBrowser.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { brotli } from './brotli.ts';

/** Milliseconds that a slow machine may take for a visit. */
const PATIENCE = 180_000;

/** What the browser shows in the tab, and for the installed page. */
const ICON = 'icon.svg';

/** Bytes that a first visit moves, as they are sent. The heads of the answers are not counted: they are the host's. */
export interface Visit {
  /** Until Python is ready, and nothing more is asked for. */
  ready: number;
  /** Afterwards, unless the user saves data, until the browser has the page whole for visits without a network. */
  kept: number;
}

/** Visits the page in a browser that has never seen it. */
export async function firstVisit(folder: string): Promise<Visit> {
  const ready = await visitPage(folder, 'block');
  const all = await visitPage(folder, 'allow');
  return { ready, kept: all - ready };
}

/** Bytes that a visit moves, from its beginning until Python is ready, where an earlier one has left what it leaves. */
export async function laterVisit(folder: string): Promise<number> {
  return visit(folder, 'allow', async (page, host) => {
    await readPage(page, host);
    await whenKept(page);
    host.requests.length = 0;
    await openPage(page, host);
  });
}

/** Bytes of the widget's scripts until an element is drawn that is in sight from the beginning. */
export async function widgetInSight(folder: string): Promise<number> {
  return visit(folder, 'block', async (page, host) => {
    const content = '<!doctype html><script type="module" src="./widget.js"></script><glove-box></glove-box>';
    host.replaced.set('embedding.html', { content });
    await page.goto(`${host.url}embedding.html`);
    await page.getByRole('textbox').waitFor();
    await page.waitForLoadState('networkidle');
  });
}

function visitPage(folder: string, serviceWorkers: 'allow' | 'block'): Promise<number> {
  return visit(folder, serviceWorkers, async (page, host) => {
    if (serviceWorkers === 'block') await page.addInitScript(saveData);
    await readPage(page, host);
    if (serviceWorkers === 'allow') await whenKept(page);
  });
}

/** In the page: what is loaded for later is left out, as for a user who saves data. */
function saveData(): void {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
}

async function openPage(page: Page, host: StaticServer): Promise<void> {
  await page.goto(host.url);
  await page.waitForSelector('html[data-engine="ready"]');
}

async function readPage(page: Page, host: StaticServer): Promise<void> {
  await openPage(page, host);
  await page.waitForLoadState('networkidle');
}

async function whenKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

async function visit(
  folder: string,
  serviceWorkers: 'allow' | 'block',
  read: (page: Page, host: StaticServer) => Promise<void>,
): Promise<number> {
  await using host = await StaticServer.start({ '/some/where/': folder }, { encoding: { name: 'br', encode: brotli } });
  // Only a profile on disk caches files of this size.
  const profile = await mkdtemp(path.join(tmpdir(), 'first-visit-'));
  const options = { ...ensureBrowser(), args: LAUNCH_ARGUMENTS, serviceWorkers };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    context.setDefaultTimeout(PATIENCE);
    await read(await context.newPage(), host);
    // Once: how often the browser asks for the icon differs from visit to visit.
    const files = host.requests.filter((file, index) => file !== ICON || host.requests.indexOf(file) === index);
    const sizes = await Promise.all(files.map((file) => sizeOf(path.join(folder, file))));
    return sizes.reduce((sum, size) => sum + size, 0);
  } finally {
    await context.close();
    await rm(profile, { recursive: true });
  }
}

/** Bytes of a file as it is sent; none of one that is not there. */
async function sizeOf(file: string): Promise<number> {
  const content = await readFile(file).catch(() => undefined);
  return content ? (await brotli(content)).byteLength : 0;
}
