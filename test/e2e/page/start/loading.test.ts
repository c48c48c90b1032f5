import { expect, inject, it } from 'vitest';
import { firstVisit, holdPython } from '../../openBrowser.ts';
import { choose } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

it('cells that are run while Python loads run when it is ready, in order, and Stop takes one back', {
  tags: 'long',
}, async () => {
  const { page, complaints } = await firstVisit();
  const release = await holdPython(page);
  const editor = page.getByRole('textbox', { name: 'Python code, editable' });
  const outcomes = page.getByTestId('outcome');
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  for (const [index, code] of ['a = 6', 'a * 7', 'a * 100'].entries()) {
    if (index > 0) await page.getByRole('button', { name: '+ Code' }).click();
    await editor.nth(index).waitFor();
    await page.keyboard.type(code);
    await page.keyboard.press('Control+Enter');
    await outcomes.nth(index).getByText('Runs when Python is ready').waitFor();
  }
  await page.locator('glove-code-cell').last().getByRole('button', { name: 'Stop' }).click();
  await expect.poll(() => outcomes.count()).toBe(2);
  release();
  await page.getByText('42', { exact: true }).waitFor();
  const ran = expect.stringContaining('Ran in');
  await expect.poll(() => outcomes.allInnerTexts()).toEqual([ran, ran]);
  expect(await page.getByText('600').count()).toBe(0);
  expect(complaints).toEqual([]);
});

it('the program of the welcome has the keys of a cell before anything has loaded', async () => {
  const { page } = await firstVisit();
  const release = await holdPython(page);
  await page.goto(URL_OF_PAGE);
  await page.getByRole('group', { name: 'A program in Python' }).press('Control+Enter');
  await page.getByText('Runs when Python is ready').waitFor();
  release();
  await page.getByText('Ran in').waitFor();
});
