import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../../scripts/findBrowser.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { writeDistribution } from '../../support/packageServer/distribution.ts';
import { type Mirror, startMirror } from '../../support/packageServer/mirror.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, engineReady, OUTPUT } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILD = path.join(ROOT, 'dist');
/** Where the page lies: not at the root. */
const PLACE = '/some/where/';
const ENGINE = ['pyodide/pyodide.asm.wasm', 'pyodide/python_stdlib.zip', 'pyodide/pyodide.asm.mjs'];

const gemini = fakeGemini();
let mirror: Mirror;
let nextBuild: string;
beforeAll(async () => {
  mirror = await startMirror();
  nextBuild = await buildNext();
}, 240_000);
afterAll(async () => {
  await mirror.close();
  rmSync(path.dirname(nextBuild), { recursive: true });
});

/** The page as a later version of it, with a package beside it that was vendored since. */
async function buildNext(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-build-'));
  const config = path.join(ROOT, 'test/e2e/page/nextBuild.config.ts');
  const publicFolder = path.join(folder, 'public');
  cpSync(path.join(ROOT, 'public'), publicFolder, { recursive: true });
  await vendorGreetings(path.join(publicFolder, 'pyodide'));
  const env = { ...process.env, NODE_ENV: 'production', PUBLIC_FOLDER: publicFolder };
  const built = path.join(folder, 'built');
  await promisify(execFile)('npx', ['vite', 'build', '--config', config, '--outDir', built, '--logLevel', 'error'], {
    cwd: ROOT,
    env,
  });
  return built;
}

/** As whoever serves the page does it. */
async function vendorGreetings(to: string): Promise<void> {
  const distribution = path.join(to, '../distribution');
  await writeDistribution(distribution, mirror);
  const from = `${mirror.origin}/as/vendored/distribution/`;
  const args = ['bin/glovebox.js', 'vendor', 'greetings', '--to', to, '--from', from, '--pyodide', distribution];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  rmSync(distribution, { recursive: true });
}

/** A browser that keeps what browsers keep: only a profile on disk caches files of this size. */
async function openReader(options: Parameters<typeof chromium.launchPersistentContext>[1] = {}): Promise<{
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

async function openHost(headers: Record<string, string> = {}): Promise<StaticServer> {
  const host = await StaticServer.start({ [PLACE]: BUILD }, { headers });
  onTestFinished(() => host.close());
  return host;
}

/** Waits until the browser has the whole page, and answers it from there. */
async function whenKeptForOffline(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

/** @param next what the model says when it is asked again */
async function askOnce(page: Page, question: string, answer: string, next: Script['turns'] = []) {
  const script = gemini.addScript({
    turns: [{ parts: [call('kept = 6 * 7\nprint(kept)')] }, { parts: [{ text: answer }] }, ...next],
  });
  await enterKey(page, script.baseUrl);
  await ask(page, question);
  await answered(page);
  await kept(page);
  return script;
}

describe('after one visit, with the server gone', () => {
  it('the page opens, Python starts, demos play, and the conversation with its variables is there', async () => {
    const host = await openHost();
    const { page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    const script = await askOnce(page, 'What is kept?', 'Forty-two.', [
      { parts: [call('print(kept + 1)')] },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '43' } }],
        parts: [{ text: 'Forty-three.' }],
      },
    ]);
    await whenKeptForOffline(page);
    await host.close();
    await expect(fetch(host.url)).rejects.toThrow();

    await page.reload();
    await said(page, 'Forty-two.');
    await engineReady(page);
    await enterKey(page, script.baseUrl);
    await ask(page, 'And one more?');
    await said(page, 'Forty-three.');
    expect(script.refusals()).toEqual([]);
    await choose(page, 'All demos');
    await page.getByRole('button', { name: /first 50 primes/ }).click();
    await page.getByText('sum_of_primes=5117').first().waitFor();
    await answered(page);
    await page.screenshot({ path: path.join(OUTPUT, 'server-gone.png') });
    await page.goto(`${host.url}index.html?demo=chart&pace=instant`);
    await answered(page);
    await page.locator('glove-picture').first().waitFor();
  });

  it('packages that were vendored are there, also those that no code has imported yet', async () => {
    const host = await openHost();
    host.serve({ [PLACE]: nextBuild });
    const { page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    await host.close();
    await page.reload();
    await engineReady(page);
    const script = gemini.addScript({
      turns: [
        { parts: [call('import greetings\nprint(greetings.greet("reader"))')] },
        { parts: [{ text: 'Greeted.' }] },
      ],
    });
    await enterKey(page, script.baseUrl);
    await ask(page, 'Greet me.');
    await said(page, 'Greeted.');
    await page.getByText('Hello reader, please').waitFor();
  });

  it('the model cannot be asked: the page says so, and offers the demos', async () => {
    const host = await openHost();
    const { context, page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    await host.close();
    await context.setOffline(true);
    await page.reload();
    await engineReady(page);
    await enterKey(page, 'https://api.example.com');
    await ask(page, 'Are you there?');
    await answered(page, 'failed');
    expect(await page.getByRole('alert').textContent()).toContain('You are offline.');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'offline-live.png') });
    await page.getByRole('button', { name: 'Demos', exact: true }).click();
    await page.getByRole('button', { name: /first 50 primes/ }).click();
    await answered(page);
  });
});

describe('a newer build', () => {
  it('leaves an open session alone, says that it is there, and comes with Reload', async () => {
    const host = await openHost();
    const { page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    await askOnce(page, 'What is kept?', 'Forty-two.');
    host.serve({ [PLACE]: nextBuild });
    await lookForUpdates(page);
    const note = page.getByText('A new version of this page is ready. Reload keeps your conversation.');
    await note.waitFor();
    await page.getByText('You have to enter the API key again.').waitFor();
    await lookAtNote(page);

    // What the page has not loaded yet is not on the server any more.
    const before = host.requests.length;
    await choose(page, 'Statistics');
    await page.getByRole('dialog').getByRole('row').first().waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await choose(page, 'All demos');
    await page.getByRole('button', { name: /first 50 primes/ }).click();
    await answered(page);
    expect(host.requests.slice(before)).toEqual([]);

    const draft = page.getByLabel('Your question');
    await draft.fill('And what was I about to');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.waitForSelector('html[data-build="next"]');
    await engineReady(page);
    await said(page, 'Forty-two.');
    expect(await draft.inputValue()).toBe('And what was I about to');
    await draft.fill('');
    await page.reload();
    await engineReady(page);
    expect(await draft.inputValue()).toBe('');
    await expect.poll(() => note.count()).toBe(0);
    expect(host.requests.slice(before).filter((asked) => ENGINE.includes(asked))).toEqual([]);
  });

  it('waits while another tab goes on with the older one', async () => {
    const host = await openHost();
    const { context, page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    const other = await context.newPage();
    await other.goto(host.url);
    await engineReady(other);
    host.serve({ [PLACE]: nextBuild });
    await lookForUpdates(page);
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('Close it there, then reload.').waitFor();
    expect(await page.locator('html[data-build="next"]').count()).toBe(0);
    await other.goto(`${host.url}?demo=leap-years&pace=instant`);
    await answered(other);
    expect(await other.locator('html[data-build="next"]').count()).toBe(0);
    await other.close();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.waitForSelector('html[data-build="next"]');
    await engineReady(page);
  });

  it('can be put off, and is there when the page is opened again', async () => {
    const host = await openHost();
    const { context, page } = await openReader();
    await page.goto(host.url);
    await engineReady(page);
    await whenKeptForOffline(page);
    host.serve({ [PLACE]: nextBuild });
    await lookForUpdates(page);
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText('A new version').waitFor({ state: 'detached' });
    await page.goto('about:blank');
    await expect
      .poll(async () => {
        const tab = await context.newPage();
        await tab.goto(host.url);
        await engineReady(tab);
        const isNext = await tab.locator('html[data-build="next"]').count();
        await tab.close();
        return isNext;
      })
      .toBe(1);
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
    await page.addInitScript(() => void caches.delete('glovebox-engine'));
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

/** As the browser does when a page is opened, and the page when its tab is shown again. */
async function lookForUpdates(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

/** In light and dark, on a desk and on a small phone. */
async function lookAtNote(page: Page): Promise<void> {
  for (const [size, viewport] of [
    ['wide', { width: 1280, height: 900 }],
    ['phone', { width: 320, height: 640 }],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(OUTPUT, `update-note-${size}-${colorScheme}.png`) });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

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

  it('says so where a part of the page has not arrived', async () => {
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
