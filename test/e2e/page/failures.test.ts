import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../../scripts/findBrowser.ts';
import { storedFiles } from '../../support/browsers/storedFiles.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, engineReady, firstVisit, newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { ask, call, enterKey, kept, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
/** As often as the client asks by itself. */
const OVERLOADED = Array(4).fill({
  status: 503,
  error: { message: 'The model is overloaded.', status: 'UNAVAILABLE' },
});

const gemini = fakeGemini();

describe('an answer that fails', () => {
  it('is asked again with a countdown, and on Retry goes on without running code twice', async () => {
    const { page } = await newPage(PHONE);
    const script = gemini.addScript({
      turns: [
        { parts: [call('runs = globals().get("runs", 0) + 1\nprint("run", runs)')] },
        ...OVERLOADED,
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: 'run 1' } }],
          parts: [call('print("in all", runs)')],
        },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: 'in all 1' } }],
          parts: [{ text: 'Once.' }],
        },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'How often?');
    await page.getByText(/attempt 1\): The model is overloaded\./).waitFor();
    await page
      .getByText(/Retrying in \d s\./)
      .first()
      .waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'asked-again.png') });
    await page.getByText(/attempt 3\)/).waitFor();
    await answered(page, 'failed');
    // Nothing is asked again by itself any more.
    await page.getByText(/Retrying/).waitFor({ state: 'detached' });
    expect(await page.getByText(/attempt/).count()).toBe(0);
    await page.getByRole('button', { name: 'Retry' }).click();
    await said(page, 'Once.');
    await page.screenshot({ path: path.join(OUTPUT, 'retried.png'), fullPage: true });
    expect(script.refusals()).toEqual([]);
  });

  it('for want of a connection says so, and is there on Retry once there is one', { tags: 'long' }, async () => {
    const { page } = await newPage();
    const script = gemini.addScript({
      turns: [{ parts: [{ text: 'Hello.' }] }, { parts: [{ text: 'Hello again.' }] }],
    });
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await said(page, 'Hello.');
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
    await ask(page, 'Are you there?');
    await answered(page, 'failed');
    await page.getByRole('alert').getByText('You are offline. Your question is saved.').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'offline.png') });
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Retry' }).click();
    await said(page, 'Hello again.');
  });
});

describe('a connection that is lost before the browser has kept the page', () => {
  it('takes nothing that asking and keeping need, and no demo is promised', { tags: 'long' }, async () => {
    const { page } = await firstVisit();
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.getByTitle('You are offline').waitFor();
    await enterKey(page, gemini.origin);
    await ask(page, 'Are you there?');
    await answered(page, 'failed');
    expect(await page.getByRole('alert').textContent()).not.toContain('The demos play offline');
    expect(await page.locator('glove-problem').getByRole('button').allTextContents()).toEqual(['Retry']);
    await kept(page);
    expect(await page.getByText('could not be saved').count()).toBe(0);
    expect(await page.getByText('is not saved yet').count()).toBe(0);
    await page.context().setOffline(false);
    await page.reload();
    await page.getByText('Are you there?').waitFor();
  });
});

describe('an answer with nothing in it', () => {
  it('to a question that was blocked says so, and has the question typed again', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({
      turns: [{ promptFeedback: { blockReason: 'SAFETY' } }, { parts: [{ text: 'Like this.' }] }],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl, 'generateContent');
    await ask(page, 'How is it done?');
    await answered(page, 'failed');
    const said = await page.getByRole('alert').textContent();
    expect(said?.replace(/\s+/g, ' ').trim()).toBe(
      'This question was blocked. Rephrase it. Reason: safety filters (SAFETY)',
    );
    await page.getByRole('button', { name: 'Rephrase' }).click();
    const field = page.getByRole('textbox', { name: 'Your question' });
    await expect.poll(() => field.inputValue()).toBe('How is it done?');
    await expect.poll(() => field.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.screenshot({ path: path.join(OUTPUT, 'blocked.png') });
    await ask(page, 'How is it done safely?');
    await answered(page);
    expect(script.refusals()).toEqual([]);
  });

  it('is no complete answer, on this visit and the next', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: Array(3).fill({ parts: [{ text: '' }] }) });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'How many?');
    await answered(page, 'failed');
    await page.getByText('The model sent an empty answer').waitFor();
    expect(await page.getByRole('button', { name: 'Copy answer' }).count()).toBe(0);
    await page.screenshot({ path: path.join(OUTPUT, 'empty-answer.png') });
    await kept(page);
    await page.reload();
    await page.getByText('The model sent an empty answer').waitFor();
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  });
});

describe('a request that is refused', () => {
  it('for its key has another key asked for before anything else', async () => {
    const { page } = await newPage();
    const error = { message: 'API key not valid.', status: 'INVALID_ARGUMENT' };
    const script = gemini.addScript({ turns: [{ status: 400, error }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'How many?');
    await answered(page, 'failed');
    const buttons = page.locator('glove-problem').getByRole('button');
    await expect.poll(() => buttons.allTextContents()).toEqual(['Enter another key', 'Retry']);
    await page.screenshot({ path: path.join(OUTPUT, 'key-refused.png') });
    await buttons.first().click();
    await expect.poll(() => page.getByLabel('API key').evaluate((input) => input.matches(':focus'))).toBe(true);
  });
});

describe('the page', () => {
  it('is painted before any of Python is asked for, and says what comes out of the cache', {
    tags: 'long',
  }, async () => {
    // Only a profile on disk caches files of this size.
    const profile = mkdtempSync(path.join(tmpdir(), 'profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...findBrowser(),
      args: LAUNCH_ARGUMENTS,
      serviceWorkers: 'block',
    });
    onTestFinished(async () => {
      await context.close();
      rmSync(profile, { recursive: true });
    });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const words = new Set<string>();
      Object.assign(window, { words });
      const look = () => {
        const app = document.querySelector('glove-app')?.shadowRoot;
        words.add(app?.querySelector('glove-engine-status')?.shadowRoot?.textContent?.trim() ?? '');
        requestAnimationFrame(look);
      };
      look();
    });
    const words = () => page.evaluate(() => [...(window as unknown as { words: Set<string> }).words].join(' | '));
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    const times = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      engine: Math.min(
        ...performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes('/pyodide/'))
          .map(({ startTime }) => startTime),
      ),
    }));
    expect(times.engine).toBeGreaterThan(times.paint ?? Number.POSITIVE_INFINITY);
    expect(await words()).toMatch(/Downloading Python: \d+\.\d of 13\.\d MB/);
    // Out of the browser's own cache where the page has not kept the engine yet, and at once where it has.
    await expect.poll(() => page.evaluate(storedFiles, { kind: 'engine' } as const)).toHaveLength(1);
    await page.evaluate(storedFiles, { kind: 'engine', change: 'remove' } as const);
    await page.reload();
    await engineReady(page);
    expect(await words()).toMatch(/Python from the cache: \d+\.\d of 13\.\d MB/);
    await expect.poll(() => page.evaluate(storedFiles, { kind: 'engine' } as const)).toHaveLength(1);
    await page.reload();
    await engineReady(page);
    expect(await words()).not.toContain('MB');
  });
});
