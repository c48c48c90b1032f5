// @module-tag long
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { BUDGET, made, SHOP } from '../../support/realFiles.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, enterKey, SHOW_PICTURE } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const STREET = new URL('../../../demos/files/street.png', import.meta.url);
const tray = (page: Page) => page.getByRole('region', { name: 'Python’s session' });
const row = (page: Page, name: string) => tray(page).getByRole('listitem').filter({ hasText: name });

/** The user drops a file on the middle of an element, as a browser tells of it. */
async function drop(page: Page, selector: string, name: string, content: string | Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], fileName));
      return data;
    },
    [name, [...Buffer.from(content)]] as const,
  );
  const target = page.locator(selector);
  await target.dispatchEvent('dragenter', { dataTransfer: transfer });
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  if (selector === 'main') await page.screenshot({ path: path.join(OUTPUT, 'files-drop.png') });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
}

async function paste(page: Page, selector: string): Promise<void> {
  await page.locator(selector).evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File(['R0lGODlhAQABAAAAACw='], 'image.png', { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, composed: true }));
  });
}

async function madeFiles(options: BrowserContextOptions = {}) {
  const { page, complaints } = await newPage(options);
  const program = `${SHOW_PICTURE}
import os
open("table.csv", "w").write("day,sold\\n1,2\\n2,40\\n")
open("plot.png", "wb").write(png(300, 200, (23, 113, 63)))
os.makedirs("sub", exist_ok=True)
open("sub/page.html", "w").write("<script>alert(1)</script><h1>page</h1>")
open("invoice\\u202efdp.exe", "wb").write(b"MZ")
open("data.bin", "wb").write(bytes(1234567))
import json, sqlite3, wave
with wave.open("tone.wav", "wb") as tone:
    tone.setparams((1, 1, 8000, 0, "NONE", ""))
    tone.writeframes(bytes(16000))
json.dump({"name": "glove", "sizes": [7, 3]}, open("config.json", "w"))
with sqlite3.connect("shop.db") as shop:
    shop.execute("CREATE TABLE orders (id INTEGER, city TEXT)")
    shop.executemany("INSERT INTO orders VALUES (?, ?)", [(1, "Bern"), (2, "Bern"), (3, "Zug")])
    shop.execute("CREATE TABLE people AS SELECT 'Ada' AS name")
shop.close()
rows = [{"day": n, "sold": n * n} for n in range(1200)]
totals = {"north": 12.5, "south": [1, 2, 3]}
note = "Every second day has\\na longer note that a list has no room for, whatever its width"
pass`;
  const script = gemini.addScript({ turns: [{ parts: [call(program)] }, { parts: [{ text: 'Written.' }] }] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'Write files.');
  await answered(page);
  await page.getByRole('button', { name: 'Python’s files: 8, 8 new' }).click();
  await row(page, 'table.csv').waitFor();
  return { page, complaints };
}

describe('what Python made', () => {
  it('is in the tray, new, with size and type, under names that hide nothing', async () => {
    const { page, complaints } = await madeFiles();
    await row(page, 'table.csv').getByText('18 bytes · text/csv').waitFor();
    await row(page, 'data.bin').getByText('1.2 MB').waitFor();
    await row(page, 'invoice‹U+202E›fdp.exe').getByText('new').waitFor();
    await row(page, 'plot.png').getByRole('button', { name: 'Enlarge: plot.png' }).waitFor();
    await inEveryLook(page, 'files');
    await tray(page).getByRole('tab', { name: 'Files' }).press('ArrowRight');
    await tray(page).getByText('(width, height, colour)').waitFor();
    expect(
      await page.evaluate(
        'document.activeElement?.shadowRoot.activeElement.shadowRoot.activeElement.textContent.trim()',
      ),
    ).toBe('Variables');
    await inEveryLook(page, 'variables');
    await tray(page).getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Python’s files: 8', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('can be looked at, as table, tree, picture or text, and never as a page', async () => {
    const { page, complaints } = await madeFiles();
    const dialog = page.getByRole('dialog');
    const first = () => dialog.getByRole('row').nth(1).getByRole('cell').allTextContents();
    const look = async (name: string) => {
      await page.getByRole('button', { name: `Show ${name}` }).click();
      await page.getByRole('dialog', { name }).waitFor();
    };
    const findNothing = async () => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const close = async (name: string) => {
      await findNothing();
      await page.screenshot({ path: path.join(OUTPUT, `file-${name}.png`) });
      await page.keyboard.press('Escape');
    };
    await look('table.csv');
    await dialog.getByRole('button', { name: 'sold', exact: true }).click();
    await dialog.getByRole('button', { name: 'sold', exact: true }).click();
    await expect.poll(first).toEqual(['2', '40']);
    await dialog.getByRole('button', { name: 'Show as text' }).click();
    const text = dialog.getByRole('region', { name: 'Beginning of the file' }).locator('pre');
    expect(await text.textContent()).toBe('day,sold\n1,2\n2,40\n');
    await close('csv');

    await look('shop.db');
    await expect.poll(first).toEqual(['1', 'Bern']);
    await dialog.getByLabel('Table', { exact: true }).selectOption('people');
    await expect.poll(first).toEqual(['Ada']);
    await dialog.getByRole('textbox', { name: 'SQL query' }).fill('SELECT count(*) AS n FROM absent');
    await page.keyboard.press('Enter');
    await dialog.getByText('no such table: absent').waitFor();
    await dialog
      .getByRole('textbox', { name: 'SQL query' })
      .fill('SELECT city, count(*) AS n FROM orders GROUP BY city');
    await page.keyboard.press('Enter');
    await expect.poll(first).toEqual(['Bern', '2']);
    await inEveryLook(page, 'file-db', { check: findNothing });
    await close('db');

    await look('config.json');
    await dialog.getByText('name: "glove"').waitFor();
    await dialog.getByText('sizes: 2 items').click();
    await dialog.getByText('1: 3').waitFor();
    await close('json');

    await look('plot.png');
    await dialog.getByRole('img').waitFor();
    await close('picture');
    await look('tone.wav');
    await expect.poll(() => dialog.locator('audio').evaluate((it: HTMLAudioElement) => it.duration)).toBe(2);
    await close('audio');
    await look('sub/page.html');
    await dialog.getByText('<script>alert(1)</script>').waitFor();
    await close('text');
    expect(await page.getByRole('button', { name: 'Show data.bin' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('can be downloaded under a name that leads nowhere, and deleted', async () => {
    const { page } = await madeFiles();
    const downloaded = async (name: string) => {
      const download = page.waitForEvent('download');
      await row(page, name).getByRole('button', { name: 'Download' }).click();
      return download;
    };
    const table = await downloaded('table.csv');
    expect(table.suggestedFilename()).toBe('table.csv');
    expect(await readFile(await table.path(), 'utf8')).toBe('day,sold\n1,2\n2,40\n');
    expect((await downloaded('page.html')).suggestedFilename()).toBe('page.html');
    expect((await downloaded('invoice')).suggestedFilename()).toBe('invoice_fdp.exe');
    await page.getByRole('button', { name: 'Delete table.csv' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await row(page, 'table.csv').waitFor({ state: 'detached' });
  });
});

describe('files of the user', () => {
  it('are dropped anywhere, picked or pasted, and code of a demo can open them', async () => {
    const { page, complaints } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    await drop(page, 'main', 'sales.csv', 'day,sold\n1,42\n');
    await row(page, 'sales.csv').waitFor();
    await drop(page, 'glove-tray section', 'more.csv', 'x');
    await row(page, 'more.csv').waitFor();
    await tray(page)
      .getByLabel('Files for Python')
      .setInputFiles({ name: 'picked.txt', mimeType: 'text/plain', buffer: Buffer.from('p') });
    await row(page, 'picked.txt').waitFor();
    await paste(page, 'main');
    await row(page, 'pasted-1.png').waitFor();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('print(open("sales.csv").read())\nopen("made.txt", "w").write("m")\nNone');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.getByRole('group', { name: 'Output of your run' }).textContent()).toContain('1,42');
    await row(page, 'made.txt').getByText('new').waitFor();
    expect(await row(page, 'sales.csv').getByText('new').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('go along with the question if there is a model to ask', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await drop(page, 'main', 'sales.csv', 'day,sold\n1,42\n');
    await page.getByRole('list', { name: 'Attached files' }).getByText('sales.csv').first().waitFor();
    await paste(page, 'textarea');
    await page.getByRole('list', { name: 'Attached files' }).getByText('pasted-1.png').waitFor();
    expect(await tray(page).count()).toBe(0);
  });

  it('that are pictures are seen before and after they are sent, and all of them open', async () => {
    const { page, complaints } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'It says GIORDANO.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    const notReally = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await page.getByLabel('Attach files').setInputFiles([
      { name: 'street.png', mimeType: 'image/png', buffer: await readFile(STREET) },
      { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from('day,sold\n1,2\n') },
      { name: 'fake.png', mimeType: 'image/png', buffer: notReally },
    ]);
    const attached = page.getByRole('list', { name: 'Attached files' });
    await attached.getByRole('button', { name: 'Enlarge: street.png' }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'attached.png') });
    await ask(page, 'What does the sign say?');
    await answered(page);
    await engineReady(page);
    const sent = page.getByRole('list', { name: 'Files of this question' });
    const thumbnail = sent.getByRole('img', { name: 'street.png' }).first();
    await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    expect(await sent.getByRole('img').count()).toBe(1);
    await page.screenshot({ path: path.join(OUTPUT, 'sent.png') });
    await sent.getByRole('button', { name: 'Open orders.csv' }).click();
    await page.getByRole('dialog').getByText('1 row × 2 columns').waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.screenshot({ path: path.join(OUTPUT, 'sent-table.png') });
    await page.keyboard.press('Escape');
    await sent.getByRole('button', { name: 'Enlarge: street.png' }).click();
    await page.getByRole('dialog', { name: 'street.png' }).getByRole('button', { name: 'Actual size' }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'sent-open.png') });
    expect(complaints).toEqual([]);
  });

  it('that are databases are looked at and asked in SQL, before and after they are sent', async ({ skip }) => {
    const database = made(SHOP);
    if (!database) return skip('there is no Python with sqlite3 on this machine');
    const { page, complaints } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'It has two tables.' }] }] });
    const dialog = page.getByRole('dialog', { name: 'shop.db' });
    const first = () => dialog.getByRole('row').nth(1).getByRole('cell').allTextContents();
    const query = async (sql: string) => {
      await dialog.getByRole('textbox', { name: 'SQL query' }).fill(sql);
      await page.keyboard.press('Enter');
    };
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await drop(page, 'main', 'shop.db', database);
    const attached = page.getByRole('list', { name: 'Attached files' });
    await attached.getByRole('button', { name: 'Open shop.db' }).click();
    await expect.poll(first).toEqual(['1', 'Ada', 'Bern']);
    await dialog.getByLabel('Table', { exact: true }).selectOption('spent');
    await expect.poll(first).toEqual(['Ada', '62374.5']);
    await inEveryLook(page, 'attached-db');
    await page.keyboard.press('Escape');
    await ask(page, 'What is in it?');
    await answered(page);
    await page
      .getByRole('list', { name: 'Files of this question' })
      .getByRole('button', { name: 'Open shop.db' })
      .click();
    await query(
      'SELECT city, count(*) AS n FROM customers JOIN orders ON id = customer GROUP BY city ORDER BY city DESC',
    );
    await expect.poll(first).toEqual(['Zug', '167']);
    await query('DELETE FROM orders');
    await dialog.getByText('attempt to write a readonly database').waitFor();
    await inEveryLook(page, 'sent-db');
    expect(complaints).toEqual([]);
  });

  it('that are workbooks are tables, sheet by sheet', async ({ skip }) => {
    const workbook = made(BUDGET);
    if (!workbook) return skip('there is no Python with openpyxl on this machine');
    const { page, complaints } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    await drop(page, 'main', 'budget.xlsx', workbook);
    await row(page, 'budget.xlsx').getByText('kB · XLSX').waitFor();
    await page.getByRole('button', { name: 'Show budget.xlsx' }).click();
    const dialog = page.getByRole('dialog', { name: 'budget.xlsx' });
    const second = () => dialog.getByRole('row').nth(2).getByRole('cell').allTextContents();
    await expect.poll(second).toEqual(['Item 1', '12.5', '2026-02-03', 'False', '–missing']);
    await dialog.getByText('Some formulas have no result yet').waitFor();
    await inEveryLook(page, 'file-workbook');
    await dialog.getByLabel('Sheet', { exact: true }).selectOption('Notes');
    await dialog.getByRole('columnheader', { name: 'Only a heading' }).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'file-workbook-empty.png') });
    await page.keyboard.press('Escape');
    await drop(page, 'main', 'old.xlsx', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]));
    await page.getByRole('button', { name: 'Show old.xlsx' }).click();
    await page.getByRole('dialog').getByText('The workbook has a password, or is of the older kind').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.screenshot({ path: path.join(OUTPUT, 'file-workbook-locked.png') });
    expect(complaints).toEqual([]);
  });

  it('that are too large say so, and change nothing', async () => {
    const { page } = await newPage();
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    await engineReady(page);
    await page.locator('main').evaluate((element) => {
      const file = new File([], 'huge.bin');
      Object.defineProperty(file, 'size', { value: 3_200_000_000 });
      const event = new Event('glove-files', { bubbles: true, composed: true });
      element.dispatchEvent(Object.assign(event, { files: [file] }));
    });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('huge.bin is 3200.0 MB; the limit is 500.0 MB').waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'files-too-large.png') });
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await tray(page).getByText('No files yet.').waitFor();
  });
});
