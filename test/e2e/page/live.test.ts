// @module-tag long
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, enterKey, kept, keptRecords, output, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const gemini = fakeGemini();

describe('a user with a key', () => {
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
    const found = await page.evaluate(
      async () => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie,
    );
    const stored = `${found} ${(await keptRecords(page)).join()}`;
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
