// @module-tag long
import type { Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { expectNothingFromAxe } from '../../axe.ts';
import { inEveryLook } from '../../looks.ts';
import { newPage } from '../../openBrowser.ts';
import { choose, kept } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

/** Writes a notebook with a heading in the scratchpad. */
async function write(page: Page): Promise<void> {
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
  await page.keyboard.type('40 + 2');
  await page.getByRole('button', { name: '+ Text' }).click();
  await page.getByRole('textbox', { name: 'Text in Markdown' }).waitFor();
  await page.keyboard.type('# Sums of *mine*');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Sums of mine' }).waitFor();
}

it('a shared notebook has a title, which the dialog proposes, and opens and is listed under it, once', async () => {
  const { page, complaints } = await newPage();
  await write(page);
  await choose(page, 'Share as a link');
  const title = page.getByRole('textbox', { name: 'Title' });
  const link = page.getByRole('textbox', { name: 'Link' });
  await title.waitFor();
  expect(await title.inputValue()).toBe('Sums of mine');
  await page.getByRole('option', { name: 'Everything: 1 cell, 1 text' }).waitFor({ state: 'attached' });
  await expectNothingFromAxe(page);
  await inEveryLook(page, 'share');
  const before = await link.inputValue();
  await title.fill('Sums by Ada');
  await expect.poll(() => link.inputValue()).not.toBe(before);
  const address = await link.inputValue();
  await page.keyboard.press('Escape');
  await kept(page);
  const open = async () => {
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByRole('heading', { name: 'Sums by Ada' }).waitFor();
    await page.getByText('Opened from a link.').waitFor();
    await kept(page);
  };
  const titles = page.locator('glove-conversation-list .open');
  const facts = page.locator('glove-conversation-list .facts').first();
  const list = async () => {
    await page.getByRole('button', { name: 'All conversations' }).click();
    await titles.first().waitFor();
    await page.locator('glove-conversation-list .foot').getByText('Saved in this browser only').waitFor();
  };
  await open();
  await open();
  await list();
  await expect.poll(() => titles.allInnerTexts()).toEqual(['Sums by Ada', 'Scratchpad']);
  expect(await facts.innerText()).toContain('1 cell ');
  await inEveryLook(page, 'shared-list');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '+ Code' }).click();
  await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
  await list();
  await facts.getByText('2 cells').waitFor();
  await open();
  await list();
  await expect.poll(() => titles.allInnerTexts()).toEqual(['Sums by Ada', 'Sums by Ada', 'Scratchpad']);
  expect(complaints).toEqual([]);
});
