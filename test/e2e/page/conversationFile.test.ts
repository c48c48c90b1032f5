// @module-tag long
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, firstVisit, OUTPUT, PHONE } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';
import { askedOnce } from './askedOnce.ts';

const URL_OF_PAGE = inject('page');
const gemini = fakeGemini();

describe('a user who saves a conversation to a file', () => {
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
      gemini,
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
      gemini,
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
    const { page } = await askedOnce(gemini);
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
