// @module-tag long
import { expect, inject, it } from 'vitest';
import { expectNothingFromAxe } from '../../axe.ts';
import { inEveryLook } from '../../looks.ts';
import { firstVisit, holdPython } from '../../openBrowser.ts';
import { choose } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

it('the menu has nothing that cannot be chosen without a conversation, and says what a conversation lacks', async () => {
  const { page } = await firstVisit();
  const release = await holdPython(page);
  const menu = page.getByRole('button', { name: 'Conversation', exact: true });
  const entries = page.locator('glove-conversation-menu [popover] button');
  await page.goto(URL_OF_PAGE);
  await menu.click();
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  expect(await entries.allInnerTexts()).toEqual([
    'Scratchpad',
    'Open a file',
    'Notes for the model',
    'Statistics',
    'Dark theme',
    'Show API fields',
  ]);
  await inEveryLook(page, 'menu', { check: () => expectNothingFromAxe(page) });
  await page.goto(`${URL_OF_PAGE}?demo=primes`);
  await menu.click();
  // The answer waits for Python.
  await page.getByRole('button', { name: 'Export as Python' }).getByText('When the answer is complete').waitFor();
  await expectNothingFromAxe(page);
  const share = page.getByRole('button', { name: 'Share as a link It has no code yet' });
  release();
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await page.getByRole('heading', { name: 'Scratchpad' }).waitFor();
  await menu.click();
  await share.focus();
  await page.keyboard.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await share.getAttribute('aria-disabled')).toBe('true');
});
