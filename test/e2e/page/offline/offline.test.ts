// @module-tag long
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Script } from '../../../support/geminiFake/script/script.ts';
import { writeDistribution } from '../../../support/packageServer/distribution.ts';
import { type Mirror, startMirror } from '../../../support/packageServer/mirror.ts';
import { fakeGemini } from '../../fakeGemini.ts';
import { answered, engineReady, OUTPUT } from '../../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../../userActions.ts';
import { openHost, openReader, PLACE, whenKeptForOffline } from './reader.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
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
  const config = path.join(ROOT, 'test/e2e/page/offline/nextBuild.config.ts');
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

/** Adds a package as somebody does who serves the page. */
async function vendorGreetings(to: string): Promise<void> {
  const distribution = path.join(to, '../distribution');
  await writeDistribution(distribution, mirror);
  const from = `${mirror.origin}/as/vendored/distribution/`;
  const args = ['bin/glovebox.js', 'vendor', 'greetings', '--to', to, '--from', from, '--pyodide', distribution];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  rmSync(distribution, { recursive: true });
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
    await expect.poll(() => draft.inputValue()).toBe('And what was I about to');
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
