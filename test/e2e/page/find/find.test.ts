// @module-tag long
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { axeFindings } from '../../axe.ts';
import { fakeGemini } from '../../fakeGemini.ts';
import { inEveryLook } from '../../looks.ts';
import { answered, newPage } from '../../openBrowser.ts';
import { ask, call, choose, enterKey, kept, SHOW_TABLE, SHOWN_HTML, said } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

/** More than a cell shows at once. */
const LONG = `${Array.from({ length: 60 }, (_, line) => `line_${line} = ${line}`).join('\n')}\nprint("The giraffe of the code")`;

const FIRST = [
  { parts: [{ text: 'A **gir**affe may help.', thought: true }, call(LONG)] },
  { parts: [{ text: 'A GIRAFFE is tall: **gir**affes of the Café are taller.' }] },
];
const SECOND = [{ parts: [{ text: 'One more giraffe.' }] }];

const field = (page: Page) => page.getByRole('search').getByRole('textbox');
const count = (page: Page) => page.getByRole('search').getByRole('status');

async function asked(...more: object[]) {
  const { page, complaints } = await newPage();
  const script = gemini.addScript({ turns: [...FIRST, ...more] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'How tall is a giraffe?');
  await said(page, 'A GIRAFFE is tall');
  await answered(page);
  return { page, complaints };
}

async function find(page: Page, text: string): Promise<void> {
  await choose(page, 'Find in the conversation');
  await field(page).fill(text);
}

/** The match that the user is at, and whether it is on the screen. */
const current = (page: Page) =>
  page.evaluate(() => {
    for (const match of CSS.highlights.get('glove-found-current') ?? []) {
      const range = document.createRange();
      range.setStart(match.startContainer, match.startOffset);
      range.setEnd(match.endContainer, match.endOffset);
      const { top, bottom, height } = range.getBoundingClientRect();
      return { text: range.toString(), isSeen: height > 0 && top >= 0 && bottom <= innerHeight };
    }
    return undefined;
  });

describe('a search in the conversation', () => {
  it('finds a word in questions, thoughts, code, output and answers, and goes from one to the next', async () => {
    const { page, complaints } = await asked();
    await find(page, 'giraffe');
    await expect.poll(() => count(page).textContent()).toBe('1 of 6');
    const seen = [await current(page)];
    for (const number of [2, 3, 4, 5, 6, 1]) {
      await page.keyboard.press('Enter');
      await expect.poll(() => count(page).textContent()).toBe(`${number} of 6`);
      seen.push(await current(page));
    }
    expect(seen).toEqual(
      ['giraffe', 'giraffe', 'giraffe', 'giraffe', 'GIRAFFE', 'giraffe', 'giraffe'].map((text) => ({
        text,
        isSeen: true,
      })),
    );
    // The thoughts were folded.
    expect(await page.getByText('may help').isVisible()).toBe(true);
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => count(page).textContent()).toBe('6 of 6');
    await page.getByRole('button', { name: 'Previous match' }).click();
    await expect.poll(() => count(page).textContent()).toBe('5 of 6');
    await field(page).fill('cafe are');
    await expect.poll(() => count(page).textContent()).toBe('1 of 1');
    expect((await current(page))?.text).toBe('Café are');
    await field(page).fill('elephant');
    await expect.poll(() => count(page).textContent()).toBe('No matches');
    expect(await current(page)).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('finds what code shows as HTML, in its frame', async () => {
    const { page, complaints } = await asked({ parts: [call(`${SHOW_TABLE}\ndisplay(Table(40))`)] }, ...SECOND);
    await ask(page, 'And a table?');
    await said(page, 'One more giraffe.');
    await answered(page);
    await page.locator(SHOWN_HTML).waitFor();
    await find(page, '54872');
    await expect.poll(() => count(page).textContent()).toBe('1 of 1');
    const frame = page.frameLocator(SHOWN_HTML);
    await expect.poll(() => frame.getByRole('cell', { name: '54872' }).isVisible()).toBe(true);
    const isMarked = await page.locator(SHOWN_HTML).evaluate((element) => {
      const { contentWindow } = element as HTMLIFrameElement;
      return (contentWindow as (Window & typeof globalThis) | null)?.CSS.highlights.has('glove-found-current');
    });
    expect(isMarked).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('search').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('is opened by its keys, counts what arrives meanwhile, and gives the focus back', async () => {
    const { page } = await asked(...SECOND);
    const question = page.getByRole('textbox', { name: 'Your question' });
    await question.fill('Another?');
    await page.keyboard.press('Control+Shift+F');
    await field(page).fill('giraffe');
    await expect.poll(() => count(page).textContent()).toBe('1 of 6');
    await page.keyboard.press('Escape');
    await page.getByRole('search').waitFor({ state: 'detached' });
    expect(await question.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)).toBe(
      true,
    );
    expect(await current(page)).toBeUndefined();
    await page.keyboard.press('Control+Shift+F');
    await expect.poll(() => count(page).textContent()).toBe('1 of 6');
    await question.press('Enter');
    await said(page, 'One more giraffe.');
    await expect.poll(() => count(page).textContent()).toBe('1 of 7');
    await choose(page, 'New conversation');
    await page.getByRole('search').waitFor({ state: 'detached' });
  });

  it('outlines the turn in a browser without highlights', async () => {
    const { page, complaints } = await newPage();
    await page.addInitScript(() => Reflect.deleteProperty(CSS, 'highlights'));
    await page.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await answered(page);
    await find(page, '5117');
    await page.locator('glove-turn-view[data-found]').waitFor();
    expect(
      await page.locator('glove-turn-view[data-found]').evaluate((turn) => getComputedStyle(turn).outlineStyle),
    ).toBe('solid');
    await page.keyboard.press('Escape');
    await page.locator('glove-turn-view[data-found]').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('begins at the words by which the user has chosen a saved conversation', async () => {
    const { page } = await asked();
    await kept(page);
    await choose(page, 'New conversation');
    await page.getByRole('button', { name: 'All conversations' }).click();
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('cafe taller');
    await page.getByRole('button', { name: 'How tall is a giraffe?', exact: true }).click();
    await expect.poll(() => field(page).inputValue()).toBe('Café');
    await expect.poll(() => count(page).textContent()).toBe('1 of 1');
    await expect.poll(() => current(page)).toEqual({ text: 'Café', isSeen: true });
  });

  it('looks right everywhere, and axe finds nothing to complain of', async () => {
    const { page } = await asked();
    await find(page, 'giraffe');
    await expect.poll(() => count(page).textContent()).toBe('1 of 6');
    const found: string[] = [];
    await inEveryLook(page, 'find', {
      check: async () => {
        found.push(...(await axeFindings(page)));
      },
    });
    expect(found).toEqual([]);
  });
});
