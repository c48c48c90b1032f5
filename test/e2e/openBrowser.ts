import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../scripts/findBrowser.ts';

export const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

export const PHONE = { viewport: { width: 360, height: 760 } };

/** Said instead of keeping it. */
const NOT_KEPT = 'Service Worker registration blocked by Playwright';

export async function openBrowser(): Promise<Browser> {
  mkdirSync(OUTPUT, { recursive: true });
  return chromium.launch({ ...findBrowser(), args: LAUNCH_ARGUMENTS });
}

/** A new page that belongs to the running test, and every complaint that the browser had about it. It is not kept for later visits. */
export async function newPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    serviceWorkers: 'block',
    ...options,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isComplaint = ['error', 'warning'].includes(message.type()) && message.text() !== NOT_KEPT;
    if (isComplaint) complaints.push(message.text());
  });
  return { page, complaints };
}

export async function answered(page: Page, state: 'done' | 'failed' = 'done'): Promise<void> {
  await page.waitForSelector(`html[data-answer="${state}"]`);
}

export async function engineReady(page: Page): Promise<void> {
  await page.waitForSelector('html[data-engine="ready"]');
}
