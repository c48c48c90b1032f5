// @module-tag long
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { validationError } from '../../support/validateNotebook.ts';
import { expectNothingFromAxe } from '../axe.ts';
import { inEveryLook } from '../looks.ts';
import { answered, engineReady, newPage, OUTPUT } from '../openBrowser.ts';
import { choose, kept } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

it('the scratchpad runs Python without a key, asks for input, shares variables, and is there after a reload', async () => {
  const { page, complaints } = await newPage();
  const editor = page.getByRole('textbox', { name: 'Python code, editable' });
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await editor.waitFor();
  await page.keyboard.type('name = input("Your name? ")\nopen("note.txt", "w").write(name)');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('textbox', { name: 'Your name?' }).fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByTestId('outcome').getByText('Ran in').waitFor();
  await page.getByRole('button', { name: 'Python’s files: 1, 1 new' }).waitFor();
  await page.getByRole('button', { name: '+ Code' }).click();
  await editor.nth(1).waitFor();
  await page.keyboard.type('name[::-1]');
  await page.keyboard.press('Control+Enter');
  await page.getByText("'adA'").waitFor();
  await page.getByRole('button', { name: '+ Text' }).click();
  await page.getByRole('textbox', { name: 'Text in Markdown' }).waitFor();
  await page.keyboard.type('# Names, *backwards*');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Names, backwards' }).waitFor();
  await kept(page);
  await page.reload();
  await page.getByRole('heading', { name: 'Names, backwards' }).waitFor();
  await inEveryLook(page, 'scratchpad', { check: () => expectNothingFromAxe(page), fullPage: true });
  await engineReady(page);
  await page.getByRole('group', { name: 'Python code' }).nth(1).click();
  await editor.waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('.upper()');
  await page.keyboard.press('Control+Enter');
  await page.getByText("'ADA'").waitFor();
  expect(complaints).toEqual([]);
});

it('a notebook from a file is all its cells, which run in order until one fails; as a file, Jupyter has the same outcomes', async () => {
  const { page, complaints } = await newPage();
  await page.goto(URL_OF_PAGE);
  const code = (source: string) => ({ cell_type: 'code', metadata: {}, source, execution_count: null, outputs: [] });
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: '# Shares' },
    code('total = 40 + 2\ntotal'),
    code('total / 0'),
    code('print("not reached")'),
  ];
  const buffer = Buffer.from(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  const file = { name: 'shares.ipynb', mimeType: 'application/json', buffer };
  await page.getByLabel('Saved conversation').setInputFiles(file);
  await page.getByRole('heading', { name: 'shares.ipynb' }).waitFor();
  await page.getByRole('heading', { name: 'Shares', exact: true }).waitFor();
  expect(await page.getByTestId('outcome').count()).toBe(0);
  await page.getByRole('button', { name: 'Run all' }).click();
  await page.getByTestId('outcome').getByText('Failed').waitFor();
  expect(await page.getByTestId('outcome').count()).toBe(2);
  const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'Export as a notebook')]);
  const written = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(validationError(written)).toBe('');
  expect(written.cells).toMatchObject([
    { cell_type: 'markdown', source: '# Shares' },
    {
      execution_count: 1,
      outputs: [{ output_type: 'execute_result', execution_count: 1, data: { 'text/plain': '42' } }],
    },
    { execution_count: 2, outputs: [{ output_type: 'error', ename: 'ZeroDivisionError' }] },
    { execution_count: null, outputs: [] },
  ]);
  expect(complaints).toEqual([]);
});

it('a link has the code of a conversation in it, which opens in another tab, says so, and runs after a click', async () => {
  const { page, complaints } = await newPage();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
  await answered(page);
  await choose(page, 'Share as a link');
  await page.getByRole('button', { name: 'Copy the link' }).click();
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor();
  await expectNothingFromAxe(page);
  await page.screenshot({ path: path.join(OUTPUT, 'share.png') });
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toMatch(/^#code=1\./);
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByText('Opened from a link.').waitFor();
  await engineReady(page);
  expect(new URL(page.url()).hash).toBe('');
  await expectNothingFromAxe(page);
  expect(await page.getByTestId('outcome').count()).toBe(0);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('sum_of_primes=5117').waitFor();
  await kept(page);
  await page.evaluate(
    (cut) => {
      location.hash = cut;
    },
    new URL(link).hash.slice(0, -20),
  );
  await page.getByRole('dialog', { name: 'This link cannot be opened' }).waitFor();
  await page.getByText('sum_of_primes=5117').waitFor();
  expect(complaints).toEqual([]);
});
