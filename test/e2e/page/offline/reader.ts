import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../../../scripts/findBrowser.ts';
import { StaticServer } from '../../../support/staticServer.ts';

const BUILD = fileURLToPath(new URL('../../../../dist', import.meta.url));
/** Where the page lies: not at the root. */
export const PLACE = '/some/where/';

/** A browser that keeps what browsers keep: only a profile on disk caches files of this size. */
export async function openReader(options: Parameters<typeof chromium.launchPersistentContext>[1] = {}): Promise<{
  context: BrowserContext;
  page: Page;
}> {
  const profile = mkdtempSync(path.join(tmpdir(), 'profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...findBrowser(),
    args: LAUNCH_ARGUMENTS,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  onTestFinished(async () => {
    await context.close();
    rmSync(profile, { recursive: true });
  });
  return { context, page: await context.newPage() };
}

export async function openHost(headers: Record<string, string> = {}): Promise<StaticServer> {
  const host = await StaticServer.start({ [PLACE]: BUILD }, { headers });
  onTestFinished(() => host.close());
  return host;
}

/** Waits until the browser has the whole page, and answers it from there. */
export async function whenKeptForOffline(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}
