// @module-tag long
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { storedFiles } from '../../../support/browsers/storedFiles.ts';
import { engineReady } from '../../openBrowser.ts';
import { openHost, openReader, whenKeptForOffline } from './reader.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const ENGINE = ['pyodide/pyodide.asm.wasm', 'pyodide/python_stdlib.zip', 'pyodide/pyodide.asm.mjs'];

describe('the first visit', () => {
  it('downloads each of the engine’s files once, and leaves what can be installed', async () => {
    const host = await openHost();
    const { context, page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    for (const file of ENGINE) expect(host.requests.filter((asked) => asked === file)).toEqual([file]);
    const browser = await context.newCDPSession(page);
    expect((await browser.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
    const { errors, data } = await browser.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(JSON.parse(data ?? '').icons.map(({ src }: { src: string }) => src)).toContain('icon-512.png');
  });

  it('is kept under the policy that docs/hosting.md gives', async () => {
    const documentation = readFileSync(path.join(ROOT, 'docs/hosting.md'), 'utf8');
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(documentation)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    const host = await openHost({ 'Content-Security-Policy': policy.replaceAll(/\s+/g, ' ').trim() });
    const { page } = await openReader();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    expect(complaints).toEqual([]);
    await host.close();
    await page.reload();
    await engineReady(page);
  });

  it('says so if a part of the page has not arrived', async () => {
    const host = await openHost();
    const { page } = await openReader();
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(host.url);
    await page.getByText('A part of this page could not be loaded').waitFor({ state: 'visible' });
  });

  it('keeps no file that was damaged on its way, and the next visit mends it', async () => {
    const host = await openHost();
    const { page } = await openReader();
    const lock = 'pyodide/pyodide-lock.json';
    await page.goto(`${host.url}widget.html`);
    host.replaced.set(lock, { content: '{"damaged": true}' });
    await page.goto(host.url);
    await page.waitForSelector('html[data-engine="failed"], html[data-engine="ready"]');
    const outcome = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.register('serviceWorker.js').catch(() => undefined);
      const worker = registration?.installing ?? registration?.waiting ?? registration?.active;
      if (!worker || worker.state === 'redundant') return 'redundant';
      return new Promise((resolve) => {
        worker.addEventListener('statechange', () => {
          if (['redundant', 'activated'].includes(worker.state)) resolve(worker.state);
        });
      });
    });
    expect(outcome).toBe('redundant');
    const keptUrls = () =>
      page.evaluate(async () => {
        const names = (await caches.keys()).filter((name) => name.includes('precache'));
        const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return keys.flat().map(({ url }) => new URL(url).pathname);
      });
    expect((await keptUrls()).filter((url) => url.endsWith(lock))).toEqual([]);

    host.replaced.clear();
    await page.reload();
    await engineReady(page);
    await whenKeptForOffline(page);
    expect((await keptUrls()).filter((url) => url.endsWith(lock))).toHaveLength(1);
  });
});

describe('the service worker', () => {
  it('leaves the widget alone, on its own page and beside the kept one', async () => {
    const host = await openHost();
    const { page } = await openReader();
    const registrations = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));
    const runCell = async () => {
      await page.goto(`${host.url}widget.html`);
      await page.locator('#first').scrollIntoViewIfNeeded();
      await page.locator('#first').getByRole('button', { name: 'Run' }).click();
      await page.locator('#first').getByText('[2, 3, 5, 7, 11').waitFor();
    };
    await runCell();
    expect(await registrations()).toEqual([]);

    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    expect(await registrations()).toEqual([host.url]);
    await page.goto('about:blank');
    // That the engine is asked for shows who answers.
    await page.addInitScript(storedFiles, { kind: 'engine', change: 'remove' } as const);
    host.requests.length = 0;
    await runCell();
    for (const file of ['widget.html', 'widget.js', ...ENGINE]) expect(host.requests).toContain(file);
  });

  it('is out of reach for the sealed frame', async () => {
    const host = await openHost();
    const { page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    await page.reload();
    await engineReady(page);
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) {
      const found = await frame.evaluate(() => {
        try {
          return navigator.serviceWorker.controller === null ? 'none' : 'a controller';
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(found).toBe('SecurityError');
    }
    const [worker] = page.context().serviceWorkers();
    const clients = await worker?.evaluate(async () => {
      const { clients } = self as unknown as { clients: { matchAll(options: object): Promise<{ url: string }[]> } };
      return (await clients.matchAll({ type: 'all', includeUncontrolled: true })).map(({ url }) => url);
    });
    expect(clients).toEqual([host.url]);
  });
});
