import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../src/cli/findBrowser.ts';
import { type FakeGemini, startFakeGemini } from '../fakes/gemini/server.ts';
import { answered, engineReady, newPage, OUTPUT, openBrowser, PHONE } from './openBrowser.ts';

const URL_OF_PAGE = inject('page');
const QUESTION =
  'What is the sum of the first 50 prime numbers? Generate and run code for the calculation, and make sure you get all 50.';

let browser: Browser;
let gemini: FakeGemini;
beforeAll(async () => {
  [browser, gemini] = await Promise.all([openBrowser(), startFakeGemini()]);
});
afterAll(async () => {
  await browser.close();
  await gemini.close();
});

const demo = (page: Page, title: string) => page.getByRole('button', { name: title });
const output = (page: Page) => page.getByRole('region', { name: 'Output of the code' });

async function enterKey(page: Page, baseUrl: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('API key').fill('a-secret-key');
  await page.getByLabel('Model').fill('gemini-3-flash-preview');
  await page.getByLabel('Address of a proxy').fill(baseUrl);
  await page.getByRole('button', { name: 'Save' }).click();
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question);
  await page.keyboard.press('Enter');
}

const call = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });

describe('a reader without a key', () => {
  it('finds the offline demos, and sees question, code, output and answer', async () => {
    const { page, complaints } = await newPage(browser);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(URL_OF_PAGE)) elsewhere.push(request.url());
    });
    await page.goto(URL_OF_PAGE);
    await page.screenshot({ path: path.join(OUTPUT, 'welcome.png') });
    await demo(page, 'The first 50 primes').click();
    await answered(page);
    await page.getByRole('heading', { name: QUESTION }).waitFor();
    expect(await page.getByRole('region', { name: 'Python code' }).textContent()).toContain('def first_primes(count):');
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
    expect(await page.getByTestId('outcome').textContent()).toMatch(/Ran in \d+(\.\d)? m?s/);
    await page.locator('glove-markdown-text').getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'answer.png'), fullPage: true });
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('can play every demo, and none says what Python did not print', async () => {
    const { page, complaints } = await newPage(browser);
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    const { demos } = JSON.parse(await readFile(new URL('../../public/demos/index.json', import.meta.url), 'utf8'));
    for (const { name, title } of demos) {
      await page.goto(`${URL_OF_PAGE}?demo=${name}&pace=instant`);
      await page.waitForSelector('html[data-answer="done"], html[data-answer="failed"]');
      expect(await page.getByRole('alert').allTextContents(), title).toEqual([]);
      expect(await page.getByTestId('outcome').allTextContents(), title).not.toContain('Failed');
    }
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 'light'],
    ['dark', 'dark'],
  ] as const)('can read it on a narrow phone, %s', async (_, colorScheme) => {
    const { page } = await newPage(browser, { ...PHONE, colorScheme });
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: path.join(OUTPUT, `phone-${colorScheme}.png`), fullPage: true });
  });

  it('who types a question keeps it, and is told what is needed', async () => {
    const { page } = await newPage(browser);
    await page.goto(URL_OF_PAGE);
    await ask(page, 'How tall is a giraffe?');
    await page.getByText('which needs a key').waitFor();
    expect(await page.getByRole('textbox', { name: 'Your question' }).inputValue()).toBe('How tall is a giraffe?');
  });

  it('can use it from a sub-path of a static host that sets no headers', async () => {
    const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
    const server = createServer(async ({ url = '' }, response) => {
      const file = url.split('?')[0]?.replace(/^\/some\/where\//, '') || 'index.html';
      const bytes = await readFile(path.join(dist, file)).catch(() => undefined);
      response.writeHead(bytes ? 200 : 404, {
        'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      });
      response.end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { page } = await newPage(browser);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/?demo=primes&pace=instant`);
    await answered(page);
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
  });
});

describe('the engine', () => {
  it('says how far its download is, while the page can already be used', async () => {
    const { page } = await newPage(browser);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/pyodide.asm.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(URL_OF_PAGE);
    await page.locator('glove-engine-status', { hasText: '3.9 of 13.5 MB' }).waitFor();
    await demo(page, 'The first 50 primes').click();
    await page.getByText('Waiting for Python to load…').first().waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'loading.png') });
    release();
    await answered(page);
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
  });

  it('that cannot be downloaded says what to do, and loads when it is asked again', async () => {
    const { page } = await newPage(browser);
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
  it('that the policy of the page forbids is an error that says what the policy needs', async () => {
    const { page } = await newPage(browser);
    await page.route(URL_OF_PAGE, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'" };
      await route.fulfill({ response, headers });
    });
    await page.goto(URL_OF_PAGE);
    await page.waitForSelector('html[data-engine="failed"]');
    await demo(page, 'The first 50 primes').click();
    await answered(page, 'failed');
    expect(await page.getByRole('alert').first().textContent()).toContain("script-src needs 'unsafe-inline'");
  });

  it('is as it was when the reader comes back to the page', async () => {
    const returning = await chromium.launch({
      ...findBrowser(),
      args: LAUNCH_ARGUMENTS,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    onTestFinished(() => returning.close());
    const { page } = await newPage(returning);
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

describe('a reader with a key', () => {
  it('asks the real API, with a file, and goes on in the same Python', async () => {
    const { page, complaints } = await newPage(browser);
    const script = gemini.addScript({
      turns: [
        {
          expect: [{ textContains: 'file_1.csv (text/csv, 20 bytes)' }],
          parts: [
            { text: 'Let me add. ' },
            call(
              'import csv\nsold = [int(row["sold"]) for row in csv.DictReader(open("file_1.csv"))]\nprint(sum(sold))',
            ),
          ],
        },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: '42' } }],
          parts: [{ text: 'You sold **42**.' }],
        },
        { parts: [call('print(max(sold))')] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: '40' } }],
          parts: [{ text: 'At most 40.' }],
        },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await page
      .getByLabel('Attach files')
      .setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from('day,sold\n1,2\n2,40\n\n\n') });
    await ask(page, 'How many did I sell?');
    await answered(page);
    await page.locator('glove-markdown-text').getByText('You sold 42.').waitFor();
    await ask(page, 'And at most on one day?');
    await page.locator('glove-markdown-text').getByText('At most 40.').waitFor();
    await answered(page);
    await page.screenshot({ path: path.join(OUTPUT, 'live.png'), fullPage: true });
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('leaves the key in no address and in no storage', async () => {
    const { page } = await newPage(browser);
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await answered(page);
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
    expect(`${addresses} ${stored} ${page.url()}`).not.toContain('a-secret-key');
  });

  it('is told why the API refused, keeps the question, and can try again', async () => {
    const { page } = await newPage(browser);
    const script = gemini.addScript({
      turns: [
        { status: 503, error: { message: 'The model is overloaded.', status: 'UNAVAILABLE' } },
        { parts: [{ text: 'About 5 metres.' }] },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'How tall is a giraffe?');
    await answered(page, 'failed');
    await page.getByText('The model is overloaded.').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'error.png') });
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.locator('glove-markdown-text').getByText('About 5 metres.').waitFor();
  });

  it('can stop a program, keeps what it printed, and can ask on', async () => {
    const { page } = await newPage(browser);
    const script = gemini.addScript({
      turns: [{ parts: [call('print("started")\nwhile True: pass')] }, { parts: [{ text: 'As you wish.' }] }],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Count for ever.');
    await output(page).getByText('started').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await answered(page);
    expect(await output(page).textContent()).toContain('started');
    await ask(page, 'Never mind.');
    await page.locator('glove-markdown-text').getByText('As you wish.').waitFor();
  });
});
