import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../../scripts/findBrowser.ts';
import { StaticServer } from '../../support/staticServer.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, engineReady, firstVisit, newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, keptRecords, output, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const QUESTION =
  'What is the sum of the first 50 prime numbers? Generate and run code for the calculation, and make sure you get all 50.';

const gemini = fakeGemini();

const demo = (page: Page, title: string) => page.getByRole('button', { name: title });

describe('a reader without a key', () => {
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
    await page.screenshot({ path: path.join(OUTPUT, 'answer.png'), fullPage: true });
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 'light'],
    ['dark', 'dark'],
  ] as const)('can read it on a narrow phone, %s', async (_, colorScheme) => {
    const { page } = await newPage({ ...PHONE, colorScheme });
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: path.join(OUTPUT, `phone-${colorScheme}.png`), fullPage: true });
  });

  it('who types a question keeps it, and is told what is needed', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await ask(page, 'How tall is a giraffe?');
    await page.getByText('need a key').waitFor();
    expect(await page.getByRole('textbox', { name: 'Your question' }).inputValue()).toBe('How tall is a giraffe?');
  });

  it('can use it from a sub-path of a static host that sets no headers', async () => {
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
  it('that the policy of the page forbids is an error that says what the policy needs', async () => {
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
    expect(await page.getByRole('alert').first().textContent()).toContain("script-src needs 'unsafe-inline'");
  });

  it('is as it was when the reader comes back to the page', async () => {
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

describe('a reader with a key', () => {
  it('asks the real API, with a file, and goes on in the same Python', async () => {
    const { page, complaints } = await newPage();
    const script = gemini.addScript({
      turns: [
        {
          expect: [{ textContains: 'sales.csv (text/csv, 20 bytes)' }],
          parts: [
            { text: 'Let me add. ' },
            call(
              'import csv\nsold = [int(row["sold"]) for row in csv.DictReader(open("sales.csv"))]\nprint(sum(sold))',
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
    await said(page, 'You sold 42.');
    await ask(page, 'And at most on one day?');
    await said(page, 'At most 40.');
    await answered(page);
    await page.screenshot({ path: path.join(OUTPUT, 'live.png'), fullPage: true });
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('leaves the key in no address and in no storage', async () => {
    const { page } = await newPage();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await answered(page);
    await kept(page);
    const cached = await page.evaluate(async () => {
      const cache = await caches.open('glovebox-snapshots');
      const responses = await Promise.all((await cache.keys()).map((address) => cache.match(address)));
      const texts = await Promise.all(responses.map((response) => response?.text()));
      return JSON.stringify({ ...localStorage, ...sessionStorage, texts }) + document.cookie;
    });
    const stored = `${cached} ${(await keptRecords(page)).join()}`;
    expect(stored).toContain('Hello?');
    expect(`${addresses} ${stored} ${page.url()}`).not.toContain('a-secret-key');
  });

  it('is told why the API refused, keeps the question, and can try again', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({
      turns: [
        // As often as the client asks by itself.
        ...Array(4).fill({ status: 503, error: { message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
        { parts: [{ text: 'About 5 metres.' }] },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'How tall is a giraffe?');
    await answered(page, 'failed');
    await page.getByRole('alert').getByText('The model is overloaded.').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'error.png') });
    await page.getByRole('button', { name: 'Retry' }).click();
    await said(page, 'About 5 metres.');
  });

  it('is told that code broke Python, and that the variables are there all the same', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({
      turns: [
        { parts: [call('kept = 42')] },
        { parts: [call('print("about to break")\nimport posix\nposix._exit(1)')] },
        { parts: [call('kept')] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: '42' } }],
          parts: [{ text: 'Still 42.' }],
        },
      ],
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Break it.');
    await said(page, 'Still 42.');
    await page.getByText('Python was restarted as it was before this run.', { exact: true }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'restarted.png'), fullPage: true });
    expect(script.refusals()).toEqual([]);
  });

  it('can stop a program, keeps what it printed, and can ask on', async () => {
    const { page } = await newPage();
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
    await said(page, 'As you wish.');
  });
});

const FIRST = [
  {
    parts: [{ text: 'Let me add. ' }, call('total = sum([2, 40])\nopen("note.txt", "w").write("kept")\nprint(total)')],
  },
  { parts: [{ text: 'You sold **42**.' }] },
];

async function askedOnce(...more: object[]) {
  const { page, complaints } = await newPage();
  const script = gemini.addScript({ turns: [...FIRST, ...more] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await page
    .getByLabel('Attach files')
    .setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from('day,sold\n1,2\n2,40\n') });
  await ask(page, 'How many did I sell?');
  await answered(page);
  await kept(page);
  return { page, script, complaints };
}

describe('a reader who comes back', () => {
  it('finds the conversation as it was, and goes on in it with the same Python', async () => {
    const { page, script, complaints } = await askedOnce(
      {
        expect: [{ textContains: 'And half of it?' }],
        parts: [call('print(total / 2, open("note.txt").read(), open("sales.csv").read(3))')],
      },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '21.0 kept day' } }],
        parts: [{ text: 'Half is 21.' }],
      },
    );
    const before = await page.locator('glove-turn-view').innerText();
    await page.reload();
    await said(page, 'You sold 42.');
    await engineReady(page);
    await page.locator('.tok-string').first().waitFor();
    expect(await page.locator('glove-turn-view').innerText()).toBe(before);
    await page.screenshot({ path: path.join(OUTPUT, 'restored.png'), fullPage: true });
    await enterKey(page, script.baseUrl);
    await ask(page, 'And half of it?');
    await said(page, 'Half is 21.');
    expect(script.refusals()).toEqual([]);
    expect(await page.getByRole('status').allTextContents()).not.toContain('could not be');
    expect(complaints).toEqual([]);
  });

  it('finds a new page and a fresh Python after a new conversation', async () => {
    const { page, script } = await askedOnce({ parts: [call('total')] }, { parts: [{ text: 'There is none.' }] });
    await choose(page, 'New conversation');
    await demo(page, 'The first 50 primes').waitFor();
    await kept(page);
    await page.reload();
    await demo(page, 'The first 50 primes').waitFor();
    await enterKey(page, script.baseUrl);
    await ask(page, 'What is the total?');
    await said(page, 'There is none.');
    expect(await output(page).textContent()).toContain("NameError: name 'total' is not defined");
  });

  it('finds the conversation, and is told, where the variables could not be restored', async () => {
    const { page } = await askedOnce();
    await page.evaluate(async () => {
      const cache = await caches.open('glovebox-snapshots');
      const addresses = (await cache.keys()).filter(({ url }) => url.includes('/glovebox-session'));
      for (const address of addresses) await cache.put(address, new Response('GLOVEBOX, but damaged'));
    });
    await page.reload();
    await said(page, 'You sold 42.');
    await page.getByText('The variables and files of this conversation could not be restored.').waitFor();
    await engineReady(page);
    await page.screenshot({ path: path.join(OUTPUT, 'python-not-restored.png'), fullPage: true });
  });

  it('finds a page that works, and is told, where the conversation is damaged', async () => {
    const { page, complaints } = await askedOnce();
    await page.evaluate(async () => {
      const [{ name = '' } = {}] = await indexedDB.databases();
      const opening = indexedDB.open(name);
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const writing = opening.result.transaction('records', 'readwrite');
      const keys = writing.objectStore('records').getAllKeys();
      keys.onsuccess = () => writing.objectStore('records').put('{"format": "glovebox-conv', keys.result[0]);
      await new Promise((resolve) => {
        writing.oncomplete = resolve;
      });
      opening.result.close();
    });
    await page.reload();
    await page.getByText('is damaged and could not be restored').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'conversation-damaged.png'), fullPage: true });
    await demo(page, 'The first 50 primes').click();
    await answered(page);
    expect(complaints).toEqual([]);
  });
});

describe('a reader who saves a conversation to a file', () => {
  async function saved(page: Page): Promise<Buffer> {
    const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'Save to a file')]);
    expect(download.suggestedFilename()).toBe('How-many-did-I-sell.glovebox');
    return readFile(await download.path());
  }

  async function open(page: Page, buffer: Buffer): Promise<void> {
    await page
      .getByLabel('Saved conversation')
      .setInputFiles({ name: 'a.glovebox', mimeType: 'application/octet-stream', buffer });
  }

  it('can open it in another browser, and goes on with the same Python', async () => {
    const { page, script } = await askedOnce(
      { parts: [call('print(total, open("note.txt").read())')] },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '42 kept' } }],
        parts: [{ text: 'Still 42.' }],
      },
    );
    const file = await saved(page);
    const { page: other, complaints } = await firstVisit();
    await other.goto(URL_OF_PAGE);
    await open(other, file);
    await said(other, 'You sold 42.');
    await kept(other);
    await other.reload();
    await enterKey(other, script.baseUrl);
    await ask(other, 'Are you sure?');
    await said(other, 'Still 42.');
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is told that a file is damaged; one that is not is opened beside what is there', async () => {
    const { page, script } = await askedOnce(
      { parts: [{ text: 'Later.' }] },
      { parts: [call('total')] },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '42' } }],
        parts: [{ text: 'Still 42.' }],
      },
    );
    const file = await saved(page);
    await ask(page, 'More?');
    await said(page, 'Later.');
    await answered(page);
    await open(page, Buffer.from('%PDF-1.4'));
    await page.getByRole('dialog').getByText('This file cannot be opened').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'file-damaged.png') });
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await ask(page, 'Are the variables there?');
    await said(page, 'Still 42.');
    await answered(page);
    await open(page, file);
    await page.locator('glove-turn-view').nth(1).waitFor({ state: 'detached' });
    await kept(page);
    await page.getByRole('button', { name: 'All conversations' }).click();
    await page
      .getByRole('button', { name: /^How many did I sell/ })
      .nth(1)
      .waitFor();
    expect(script.refusals()).toEqual([]);
  });

  it('is told that the end of a file is missing, and can have the conversation alone', async () => {
    const { page } = await askedOnce();
    const file = await saved(page);
    const { page: other } = await firstVisit(PHONE);
    await other.goto(URL_OF_PAGE);
    await open(other, file.subarray(0, file.length - 1000));
    const dialog = other.getByRole('dialog');
    await dialog.getByText(/damaged: expected \d+ bytes, got \d+/).waitFor();
    await other.screenshot({ path: path.join(OUTPUT, 'file-cut-off.png') });
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await said(other, 'You sold 42.');
    await other.getByText('The variables and files of this conversation could not be restored.').waitFor();
    await other.screenshot({ path: path.join(OUTPUT, 'file-opened-alone.png'), fullPage: true });
  });
});
