import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { inEveryLook } from '../looks.ts';
import { newPage, PHONE } from '../openBrowser.ts';
import { openSite, SCRIPT } from './site.ts';

const CODE = `wages = [2100, 2300]
wages_by_year = {2025: 2100, 2026: 2300}
`;

const code = (page: Page) => page.getByRole('textbox', { name: 'Python code' });
const list = (page: Page) => page.getByRole('listbox', { name: 'Names that fit' });
const options = (page: Page) => list(page).getByRole('option');
const call = (page: Page) => page.getByText('sorted(iterable, /, *, key=None, reverse=False)');

/** CodeMirror's list takes no keys in its first 75 ms, so that none is taken for it that was meant for the text (`interactionDelay`). */
async function whenListTakesKeys(page: Page): Promise<void> {
  await list(page).waitFor();
  await page.waitForTimeout(75);
}

/** Opens a cell that has run, with the cursor in a new line at its end. */
async function openCell(look = {}): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openSite(`${SCRIPT}<glove-cell autorun><pre>${CODE}</pre></glove-cell>`, () =>
    newPage(look),
  );
  await page.getByText('Ran in').waitFor();
  await code(page).focus();
  await code(page).press('Control+End');
  await page.keyboard.press('Enter');
  return { page, complaints };
}

describe('a user who types in a cell', () => {
  it('is offered the names of the session, chooses one with the keyboard, and takes it back as one change', async () => {
    const { page, complaints } = await openCell();
    await page.keyboard.type('wag');
    await list(page).waitFor();
    expect(await options(page).allInnerTexts()).toEqual(['wages', 'wages_by_year']);
    expect(await code(page).evaluate((field) => field.ariaActiveDescendantElement?.textContent?.trim())).toBe('wages');
    const { violations } = await new AxeBuilder({ page }).include('glove-cell').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await inEveryLook(page, 'cell-names');
    await whenListTakesKeys(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await list(page).waitFor({ state: 'detached' });
    expect(await code(page).inputValue()).toBe(`${CODE}wages_by_year`);
    await page.keyboard.press('Control+z');
    expect(await code(page).inputValue()).toBe(`${CODE}wag`);
    expect(complaints).toEqual([]);
  });

  it('chooses a name with the mouse, and types on', async () => {
    const { page } = await openCell();
    await page.keyboard.type('wag');
    await list(page).getByText('_by_year').click();
    await page.keyboard.type('[2026]');
    expect(await code(page).inputValue()).toBe(`${CODE}wages_by_year[2026]`);
    await page.keyboard.press('Control+Enter');
    await page.locator('glove-code-output').getByText('2300').waitFor();
  });

  it('breaks the line with Enter if the whole name is there', async () => {
    const { page } = await openCell();
    await page.keyboard.type('wages');
    await whenListTakesKeys(page);
    await page.keyboard.press('Enter');
    await page.keyboard.type('1');
    expect(await code(page).inputValue()).toBe(`${CODE}wages\n1`);
  });

  it('closes the list with Escape, and leaves the code with the next', async () => {
    const { page } = await openCell();
    await page.keyboard.type('wag');
    await list(page).waitFor();
    await page.keyboard.press('Escape');
    await list(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Space');
    await list(page).waitFor();
    await page.keyboard.press('Home');
    await list(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('button', { name: 'Run', exact: true }).evaluate((it) => it.matches(':focus'))).toBe(
      true,
    );
  });

  it('sees what a function takes, until its bracket is closed', async () => {
    const { page } = await openCell();
    await page.keyboard.type('sorted(');
    await call(page).waitFor();
    await inEveryLook(page, 'cell-call');
    await page.keyboard.type('wag');
    await whenListTakesKeys(page);
    await page.keyboard.press('Tab');
    await call(page).waitFor();
    await page.keyboard.type(')');
    await call(page).waitFor({ state: 'detached' });
    expect(await code(page).inputValue()).toBe(`${CODE}sorted(wages)`);
  });

  it('sees all of the list on a phone, at the lower end of the window too', async () => {
    const { page } = await openCell(PHONE);
    await page.evaluate(() => {
      document.body.style.marginTop = `${innerHeight - 160}px`;
    });
    await page.keyboard.type('wages.');
    await list(page).waitFor();
    const shown = await list(page).boundingBox();
    const { width, height } = PHONE.viewport;
    expect(shown?.x).toBeGreaterThanOrEqual(0);
    expect((shown?.x ?? 0) + (shown?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThanOrEqual(height);
    await inEveryLook(page, 'cell-names-below');
  });
});
