import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { holdPython, newPage, OUTPUT, PHONE } from '../../openBrowser.ts';
import { choose } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

const editor = (page: Page) => page.getByRole('textbox', { name: 'Python code, editable' });
const outcome = (page: Page) => page.getByTestId('outcome');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo run: restore' });

async function openScratchpad(page: Page): Promise<void> {
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await editor(page).waitFor();
}

async function write(page: Page, index: number, program: string): Promise<void> {
  if (index > 0) await page.getByRole('button', { name: '+ Code' }).click();
  await editor(page).nth(index).waitFor();
  await page.keyboard.insertText(program);
}

/** Whether the end of an element is between the top of the page and the field for questions. */
async function endsInView(page: Page, part: Locator): Promise<boolean> {
  const [box, below] = await Promise.all([part.boundingBox(), page.locator('.dock').boundingBox()]);
  return box !== null && below !== null && box.y + box.height > 0 && box.y + box.height <= below.y;
}

it('on a phone, the output of a run is in view when it ends, above the field for questions, unless the user has scrolled', async () => {
  const { page, complaints } = await newPage(PHONE);
  await openScratchpad(page);
  await write(page, 0, `${'x = 1\n'.repeat(12)}for n in range(9): print(n)`);
  await page.keyboard.press('Control+Enter');
  await outcome(page).getByText('Ran in').waitFor();
  await write(page, 1, `${'y = 1\n'.repeat(9)}for n in range(9): print(n)\n1 / 0`);
  await page.keyboard.press('Control+Enter');
  await outcome(page).nth(1).getByText('Failed').waitFor();
  await expect.poll(() => endsInView(page, page.locator('glove-run-result').nth(1))).toBe(true);
  await page.screenshot({ path: path.join(OUTPUT, 'result-in-view.png') });
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('answer = input("Go on?")\nfor n in range(9): print(n)');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('textbox', { name: 'Go on?' }).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('textbox', { name: 'Go on?' }).evaluate((field: HTMLInputElement) => {
    field.value = 'yes';
    field.form?.requestSubmit();
  });
  await outcome(page).nth(1).getByText('Ran in').waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(complaints).toEqual([]);
});

it('a run can be undone if there is one, and the result of its cell says so from then on', async () => {
  const { page } = await newPage();
  await openScratchpad(page);
  await page.locator('html[data-engine="ready"]').waitFor();
  await expect.poll(() => undo(page).isDisabled()).toBe(true);
  expect(await undo(page).getAttribute('title')).toBe('Only runs since Python started here can be undone.');
  await write(page, 0, 'print(1)');
  await page.keyboard.press('Control+Enter');
  await outcome(page).getByText('Ran in').waitFor();
  await undo(page).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo run', exact: true }).click();
  await outcome(page).getByText('· undone').waitFor();
  await expect.poll(() => undo(page).isDisabled()).toBe(true);
  await page.screenshot({ path: path.join(OUTPUT, 'run-undone.png') });
  await page.waitForSelector('html[data-saved="true"]');
  await page.reload();
  await outcome(page).getByText('· undone').waitFor();
});

it('a demo that was stopped before anything ran starts again, with its question once', async () => {
  const { page } = await newPage();
  const release = await holdPython(page);
  await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const again = page.getByRole('button', { name: 'Start again' });
  await again.waitFor();
  expect(await page.getByRole('button', { name: 'Undo and continue' }).count()).toBe(0);
  await page.screenshot({ path: path.join(OUTPUT, 'demo-start-again.png') });
  release();
  await again.click();
  await page.getByRole('button', { name: 'Play again' }).waitFor();
  expect(await page.locator('glove-question').count()).toBe(1);
});

it('the dialog for sharing names the files that are not in the link, and where it is opened, a failed run says where to add them', {
  tags: 'long',
}, async () => {
  const { page } = await newPage();
  await openScratchpad(page);
  await page.getByRole('button', { name: /^Python’s files/ }).click();
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('name\nAda\n') };
  await page.getByLabel('Files for Python').setInputFiles(file);
  await page.getByRole('listitem').filter({ hasText: 'people.csv' }).waitFor();
  await editor(page).focus();
  await page.keyboard.insertText('open("made.txt", "w").write(open("people.csv").read())');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('listitem').filter({ hasText: 'made.txt' }).waitFor();
  await choose(page, 'Share as a link');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This code opens people.csv, which is not in the link.').waitFor();
  await page.screenshot({ path: path.join(OUTPUT, 'share-files.png') });
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByText('Opened from a link.').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('Python has no file people.csv. Add it under Files.').waitFor();
  await page.screenshot({ path: path.join(OUTPUT, 'file-missing.png') });
});
