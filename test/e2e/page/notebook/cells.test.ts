import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { expectNothingFromAxe } from '../../axe.ts';
import { engineReady, newPage, OUTPUT, PHONE } from '../../openBrowser.ts';
import { choose, kept, output } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

const editor = (page: Page) => page.getByRole('textbox', { name: 'Python code, editable' });
const cells = (page: Page) => page.locator('glove-code-cell');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
const outcome = (page: Page) => page.getByTestId('outcome');
/** What has the focus, in whichever shadow root. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent?.trim();
  });

/** Opens the scratchpad with cells that have run. */
async function scratchpad(page: Page, ...programs: string[]): Promise<void> {
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await editor(page).waitFor();
  for (const [index, program] of programs.entries()) {
    if (index > 0) await page.getByRole('button', { name: '+ Code' }).click();
    await editor(page).nth(index).waitFor();
    await page.keyboard.insertText(program);
    await page.keyboard.press('Control+Enter');
    await outcome(page).nth(index).getByText('Ran in').waitFor();
  }
}

/** Whether all of an element is between the top of the page and the field for questions. */
async function isInView(page: Page, part: Locator): Promise<boolean> {
  const [box, below] = await Promise.all([part.boundingBox(), page.locator('.dock').boundingBox()]);
  return box !== null && below !== null && box.y >= 0 && box.y + box.height <= below.y;
}

it('a deleted cell can be put back with its output, by a button that has the focus, and until the notebook changes', {
  tags: 'long',
}, async () => {
  const { page, complaints } = await newPage();
  await scratchpad(page, 'print("first")', 'print("second")', 'print("third")');
  await cells(page).nth(1).getByRole('button', { name: 'Delete this cell' }).click();
  await page.getByText('Cell deleted.').waitFor();
  await expect.poll(() => focused(page)).toBe('Undo');
  expect(await cells(page).count()).toBe(2);
  await expectNothingFromAxe(page);
  await page.screenshot({ path: path.join(OUTPUT, 'cell-deleted.png') });
  await page.setViewportSize({ width: 375, height: 760 });
  await page.screenshot({ path: path.join(OUTPUT, 'cell-deleted-phone.png') });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.keyboard.press('Enter');
  await output(page).nth(1).getByText('second').waitFor();
  await expect.poll(() => focused(page)).toBe('Delete this cell');
  expect(await page.getByText('Cell deleted.').count()).toBe(0);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Undo');
  await page.keyboard.press('Control+Z');
  await output(page).nth(1).getByText('second').waitFor();
  expect(await editor(page).first().innerText()).toBe('print("first")');
  await cells(page).first().getByRole('button', { name: 'Delete this cell' }).click();
  await undo(page).waitFor();
  await page.getByRole('button', { name: '+ Code' }).click();
  await undo(page).waitFor({ state: 'detached' });
  await kept(page);
  expect(await output(page).allInnerTexts()).toEqual(['second\n', 'third\n']);
  expect(complaints).toEqual([]);
});

it('“Try to break out” leads to its cell, once, in the place of an emptied one, without what that one has shown', {
  tags: 'long',
}, async () => {
  const { page, complaints } = await newPage();
  await scratchpad(page, 'for n in range(99): print(n)', '1 / 2', 'for n in range(99): print(n)');
  await page.getByRole('button', { name: '+ Code' }).click();
  await editor(page).nth(3).waitFor();
  await page.keyboard.insertText('1 / 0');
  await page.keyboard.press('Control+Enter');
  await outcome(page).nth(3).getByText('Failed').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await kept(page);
  await page.evaluate(() => scrollTo(0, 0));
  const breakOut = async () => {
    await choose(page, 'New conversation');
    await page.getByRole('button', { name: 'Try to break out' }).click();
    const cell = cells(page).filter({ hasText: 'Each attempt tries to get out' });
    await cell.waitFor();
    return cell;
  };
  const cell = await breakOut();
  await expect.poll(() => isInView(page, cell.getByRole('button', { name: 'Run', exact: true }))).toBe(true);
  await expect.poll(() => focused(page)).toBe('Python code');
  expect(await cell.getByTestId('outcome').count()).toBe(0);
  expect(await cells(page).count()).toBe(4);
  await page.screenshot({ path: path.join(OUTPUT, 'break-out.png') });
  await breakOut();
  await expect.poll(() => isInView(page, cell.getByRole('button', { name: 'Run', exact: true }))).toBe(true);
  expect(await cells(page).count()).toBe(4);
  await engineReady(page);
  await cell.getByRole('button', { name: 'Run', exact: true }).click();
  await output(page).getByText('7 of 7 attempts were stopped.').waitFor();
  const told = await output(page).last().innerText();
  await page.screenshot({ path: path.join(OUTPUT, 'break-out-ran.png') });
  expect(told).toContain('Tried to start another program. Stopped: A browser has no programs to start.');
  expect(complaints).toEqual([]);
});

it('on a phone, the demos that are asked for are in view, with the focus on their heading', async () => {
  const { page } = await newPage(PHONE);
  await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
  await page.getByText('Demos are not saved.').waitFor();
  await page.getByRole('button', { name: 'All demos' }).click();
  const heading = page.getByRole('heading', { name: 'Play a demo' });
  await expect.poll(() => isInView(page, heading)).toBe(true);
  await expect.poll(() => focused(page)).toBe('Play a demo');
  await page.screenshot({ path: path.join(OUTPUT, 'all-demos.png') });
  await page.getByRole('button', { name: 'Fewer demos' }).waitFor();
});
