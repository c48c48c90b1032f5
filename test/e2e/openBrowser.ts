/** Pages in Chromium for the end-to-end tests: one browser for all tests of a worker. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../scripts/findBrowser.ts';
import { haveLittleMemory } from '../support/browsers/haveLittleMemory.ts';
import { storedFiles } from '../support/browsers/storedFiles.ts';

export const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

export const PHONE = { viewport: { width: 360, height: 760 } };
const WIDE = { width: 1280, height: 900 };

/** The browser's words when a context blocks service workers. */
const SERVICE_WORKER_BLOCKED = 'Service Worker registration blocked by Playwright';

/** A page, and every complaint of the browser about it. */
export interface OpenedPage {
  page: Page;
  complaints: string[];
}

type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion'>;

let browser: Promise<Browser> | undefined;
let shared: Promise<SharedContext> | undefined;

/** The context that the tests share. */
interface SharedContext {
  context: BrowserContext;
  /** Keeps its window open between tests: a new one costs as much time as a visit. */
  keeper: Page;
}

/** The browser of this worker, which ends with it. */
export function openBrowser(): Promise<Browser> {
  browser ??= launch();
  return browser;
}

async function launch(): Promise<Browser> {
  mkdirSync(OUTPUT, { recursive: true });
  return chromium.launch({ ...findBrowser(), args: LAUNCH_ARGUMENTS });
}

/**
 * Opens a page in the context that the tests share, which has Python already: loading and compiling it takes longer than most tests.
 * Everything that a visit leaves there is deleted after the test. As on a device with little memory, the page does no work ahead, which
 * would take the processor from the test beside; a {@link firstVisit} does.
 */
export async function newPage({ viewport = WIDE, ...media }: Look = {}): Promise<OpenedPage> {
  shared ??= openSharedContext();
  const { context, keeper } = await shared;
  onTestFinished(() => deleteVisit(context, keeper));
  const page = await context.newPage();
  if (viewport) await page.setViewportSize(viewport);
  await page.emulateMedia(media);
  return withComplaints(page);
}

async function openSharedContext(): Promise<SharedContext> {
  const opened = await openBrowser();
  const context = await opened.newContext({ serviceWorkers: 'block' });
  await context.addInitScript(haveLittleMemory);
  const keeper = await context.newPage();
  await keeper.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  return { context, keeper };
}

/** Opens a page in a context of its own: nothing of the site was ever loaded there. */
export async function firstVisit(options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const opened = await openBrowser();
  const context = await opened.newContext({ viewport: WIDE, serviceWorkers: 'block', ...options });
  onTestFinished(() => context.close());
  return withComplaints(await context.newPage());
}

function withComplaints(page: Page): OpenedPage {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isComplaint = ['error', 'warning'].includes(message.type()) && message.text() !== SERVICE_WORKER_BLOCKED;
    if (isComplaint) complaints.push(message.text());
  });
  return { page, complaints };
}

/** Closes the pages of a test, and deletes what they stored, except the engine and the snapshot that Python starts from. */
async function deleteVisit(context: BrowserContext, keeper: Page): Promise<void> {
  const pages = context.pages().filter((page) => page !== keeper);
  const origins = new Set(pages.map((page) => new URL(page.url()).origin).filter((origin) => origin !== 'null'));
  await Promise.all(pages.map((page) => page.close()));
  await context.clearCookies();
  for (const origin of origins) {
    await keeper.goto(origin);
    await keeper.evaluate(deleteStored);
    for (const kind of ['session', 'part'] as const) {
      await keeper.evaluate(storedFiles, { kind, change: 'remove' } as const);
    }
  }
  await keeper.goto('about:blank');
}

/** Runs in a page. */
async function deleteStored(): Promise<void> {
  localStorage.clear();
  for (const { name = '' } of await indexedDB.databases()) {
    if (name === 'glovebox-files') continue;
    await new Promise<void>((resolve, reject) => {
      const deletion = indexedDB.deleteDatabase(name);
      deletion.onsuccess = () => resolve();
      deletion.onerror = () => reject(deletion.error);
    });
  }
  for (const name of await caches.keys()) await caches.delete(name);
}

export async function answered(page: Page, state: 'done' | 'failed' = 'done'): Promise<void> {
  await page.waitForSelector(`html[data-answer="${state}"]`);
}

/** Holds Python back on a page. @returns what lets it load */
export async function holdPython(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/pyodide.asm.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}

export async function engineReady(page: Page): Promise<void> {
  await page.waitForSelector('html[data-engine="ready"]');
}
