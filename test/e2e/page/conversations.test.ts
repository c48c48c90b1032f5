import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Download, Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { storedFiles } from '../../support/browsers/storedFiles.ts';
import { validationError } from '../../support/validateNotebook.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const TURNS = [
  { parts: [call('total = 42\nprint(total)')] },
  { parts: [{ text: 'You sold **42** giraffes.' }] },
  { parts: [call('print("total" in globals())')] },
  {
    expect: [{ functionResponse: { name: 'run_python', responseContains: 'False' } }],
    parts: [call('1 / 0')],
  },
  { parts: [{ text: 'That has no answer.' }] },
];

const list = (page: Page) => page.getByRole('button', { name: 'All conversations' }).click();
const listed = (page: Page) => page.locator('glove-conversation-list li').count();

/** A user who has had two conversations: about giraffes, and about a division, which is open. */
async function askedTwice(options = {}, ...more: object[]) {
  const { page, complaints } = await newPage(options);
  const script = gemini.addScript({ turns: [...TURNS, ...more] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'How many did I sell?');
  await said(page, 'You sold 42 giraffes.');
  await answered(page);
  await choose(page, 'New conversation');
  await ask(page, 'What is one divided by zero?');
  await said(page, 'That has no answer.');
  await answered(page);
  await kept(page);
  return { page, script, complaints };
}

async function exported(page: Page, action: string): Promise<{ download: Download; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), choose(page, action)]);
  return { download, text: await readFile(await download.path(), 'utf8') };
}

describe('conversations', () => {
  it('stay beside each other, each with its Python; the one that was open is there after a reload', {
    tags: 'long',
  }, async () => {
    const { page, script, complaints } = await askedTwice(
      {},
      { parts: [call('print(total + 1)')] },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: '43' } }],
        parts: [{ text: 'One more is 43.' }],
      },
    );
    await page.reload();
    await said(page, 'That has no answer.');
    await list(page);
    await page.getByRole('button', { name: 'How many did I sell?', exact: true }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'conversations.png') });
    await page.getByRole('button', { name: 'How many did I sell?', exact: true }).click();
    await said(page, 'You sold 42 giraffes.');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.reload();
    await said(page, 'You sold 42 giraffes.');
    await enterKey(page, script.baseUrl);
    await ask(page, 'And one more?');
    await said(page, 'One more is 43.');
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('are found by what was asked, answered and run; renamed; and deleted once the user has agreed', {
    tags: 'long',
  }, async () => {
    const { page } = await askedTwice(PHONE);
    await list(page);
    const search = page.getByRole('searchbox', { name: 'Search conversations' });
    await search.fill('giraffes sold');
    await page.getByRole('button', { name: 'How many did I sell?', exact: true }).waitFor();
    await page.getByRole('button', { name: 'What is one divided', exact: false }).first().waitFor({ state: 'hidden' });
    await page.screenshot({ path: path.join(OUTPUT, 'conversations-phone.png') });
    await search.fill('elephants');
    await page.getByText('No conversation has all these words.').waitFor();
    await search.fill('');
    await page.getByRole('button', { name: 'Rename: How many did I sell?' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Giraffes');
    await page.screenshot({ path: path.join(OUTPUT, 'conversations-rename.png') });
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Giraffes', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete: What is one divided by zero?' }).click();
    await page.getByText('will be deleted from this browser').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'conversations-delete.png') });
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete: What is one divided by zero?' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.reload();
    await list(page);
    await expect.poll(() => listed(page)).toBe(1);
    await expect.poll(() => page.evaluate(storedFiles, { kind: 'session' } as const)).toHaveLength(1);
  });

  it('that cannot be kept for want of room say so, and what to do', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.addInitScript(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await page.getByText('This conversation could not be saved').waitFor();
    await page.getByText('no space is left for this site').waitFor();
    await said(page, 'Hello.');
    await page.screenshot({ path: path.join(OUTPUT, 'no-room.png') });
  });

  it('is a notebook that Jupyter takes, and that this page opens', { tags: 'long' }, async () => {
    const { page } = await askedTwice();
    const { download, text } = await exported(page, 'Export as a notebook');
    expect(download.suggestedFilename()).toBe('What-is-one-divided-by-zero.ipynb');
    expect(validationError(JSON.parse(text))).toBe('');
    expect(JSON.parse(text).cells.at(-2).outputs.at(-1)).toMatchObject({
      output_type: 'error',
      ename: 'ZeroDivisionError',
    });
    await page
      .getByLabel('Saved conversation')
      .setInputFiles({ name: 'other.ipynb', mimeType: 'application/json', buffer: Buffer.from(text) });
    // A notebook does not say what an answer cost.
    await page.getByText(/tokens/).waitFor({ state: 'detached' });
    await kept(page);
    await list(page);
    await expect.poll(() => listed(page)).toBe(3);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('ZeroDivisionError').first().waitFor();
  });

  it('is Python with the words as comments; and demos can be exported too', async () => {
    const { page } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    const { download, text } = await exported(page, 'Export as Python');
    expect(download.suggestedFilename()).toMatch(/\.py$/);
    expect(text).toContain('# %%\ndef first_primes(count):');
    expect(text).toContain('# sum_of_primes=5117');
    const report = await exported(page, 'Export as a web page');
    expect(report.download.suggestedFilename()).toMatch(/\.html$/);
    expect(report.text).not.toMatch(/<script|\son\w+=/);
    await page.setContent(report.text);
    await page.getByRole('heading', { name: 'What is the sum of the first 50 prime numbers?' }).waitFor();
    await page.getByText('def first_primes(count):').waitFor();
    await page.getByText('sum_of_primes=5117').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: path.join(OUTPUT, 'report.png'), fullPage: true });
  });
});

describe('the statistics', () => {
  it('tell how runs went, here and in all conversations', { tags: 'long' }, async () => {
    const { page } = await askedTwice();
    await choose(page, 'Statistics');
    const rows = page.getByRole('dialog').getByRole('row');
    await rows.first().waitFor();
    const texts = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    expect(texts).toEqual([
      'This one All saved',
      'Runs 2 3',
      'Succeeded 1 50 % 2 67 %',
      'Failed 1 50 % 1 33 %',
      'Timed out 0 0 % 0 0 %',
      expect.stringMatching(/^Median duration \d+(\.\d)? m?s \d+(\.\d)? m?s$/),
      expect.stringMatching(/^95 % took at most \d+(\.\d)? m?s \d+(\.\d)? m?s$/),
    ]);
    await page.screenshot({ path: path.join(OUTPUT, 'statistics.png') });
  });
});
