import path from 'node:path';
import type { Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { holdPython, newPage, OUTPUT } from '../../openBrowser.ts';
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
