import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../../scripts/findBrowser.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, firstVisit, holdPython, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, demo, output, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const QUESTION =
  'What is the sum of the first 50 prime numbers? Generate and run code for the calculation, and make sure you get all 50.';

const gemini = fakeGemini();

describe('a user without a key', () => {
  it('finds the offline demos, and sees question, code, output and answer', async () => {
    const { page, complaints } = await newPage();
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(URL_OF_PAGE)) elsewhere.push(request.url());
    });
    await page.goto(URL_OF_PAGE);
    await page.screenshot({ path: path.join(OUTPUT, 'welcome.png') });
    await demo(page, 'The first 50 primes').click();
    await answered(page);
    await page.getByRole('heading', { name: QUESTION }).waitFor();
    expect(await page.getByLabel('Python code').textContent()).toContain('def first_primes(count):');
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
    expect(await page.getByTestId('outcome').textContent()).toMatch(/Ran in \d+(\.\d)? m?s/);
    await said(page, 'The sum of the first 50 prime numbers is 5117.');
    await inEveryLook(page, 'answer', { fullPage: true });
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('who types a question keeps it, and is told what is needed', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await ask(page, 'How tall is a giraffe?');
    await page.getByText('need a key').waitFor();
    expect(await page.getByRole('textbox', { name: 'Your question' }).inputValue()).toBe('How tall is a giraffe?');
  });

  it('can use it from a sub-path of a static host that sets no headers', { tags: 'long' }, async () => {
    const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
    await using server = await StaticServer.start({ '/some/where/': dist });
    const { page } = await firstVisit();
    await page.goto(`${server.url}?demo=primes&pace=instant`);
    await answered(page);
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
  });
});

describe('the engine', () => {
  it('says how far its download is, while the page can already be used', async () => {
    const { page } = await firstVisit();
    const release = await holdPython(page);
    await page.goto(URL_OF_PAGE);
    await page.locator('glove-engine-status', { hasText: '3.9 of 13.5 MB' }).waitFor();
    await demo(page, 'The first 50 primes').click();
    await page.getByText('Runs when Python is ready').first().waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'loading.png') });
    release();
    await answered(page);
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
  });

  it('that cannot be downloaded says what to do, and loads when it is asked again', { tags: 'long' }, async () => {
    const { page } = await firstVisit();
    await page.route('**/python_stdlib.zip', (route) => route.fulfill({ status: 503 }));
    await page.goto(URL_OF_PAGE);
    await page.waitForSelector('html[data-engine="failed"]');
    await page.screenshot({ path: path.join(OUTPUT, 'engine-failed.png') });
    await page.unroute('**/python_stdlib.zip');
    await page.getByRole('button', { name: 'Load again' }).click();
    await engineReady(page);
  });
});

describe('the sealed frame', () => {
  it('that the policy of the page forbids is an error that says what the policy needs', { tags: 'long' }, async () => {
    const { page } = await firstVisit();
    await page.route(URL_OF_PAGE, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'" };
      await route.fulfill({ response, headers });
    });
    await page.goto(URL_OF_PAGE);
    await page.waitForSelector('html[data-engine="failed"]');
    await demo(page, 'The first 50 primes').click();
    await answered(page, 'failed');
    expect(await page.getByRole('alert').first().textContent()).toMatch(
      /script-src needs 'sha256-[\w+/]+=' \(or 'unsafe-inline'\)/,
    );
  });

  it('is as it was when the user comes back to the page', { tags: 'long' }, async () => {
    const returning = await chromium.launch({
      ...findBrowser(),
      args: LAUNCH_ARGUMENTS,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    onTestFinished(() => returning.close());
    const page = await returning.newPage();
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await page.evaluate(() => {
      document.title = 'kept as it was';
    });
    await page.goto(`${gemini.origin}/elsewhere`);
    // A page that comes out of the back/forward cache does not load again.
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => page.title()).toBe('kept as it was');
    await demo(page, 'The first 50 primes').click();
    await answered(page);
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
  });
});
