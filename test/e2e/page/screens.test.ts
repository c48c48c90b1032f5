// @module-tag long
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, engineReady, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const LINES = 60;
const LONG_CODE = Array.from({ length: LINES }, (_, line) => `line_${line} = ${line} # ${'long '.repeat(40)}`).join(
  '\n',
);

const gemini = fakeGemini();

/** A page whose conversation has more code than fits. */
async function withLongCode(options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await newPage(options);
  const script = gemini.addScript({ turns: [{ parts: [call(LONG_CODE)] }, { parts: [{ text: 'All is set.' }] }] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'Set them all.');
  await answered(page);
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Your question' });
const isFocused = (page: Page) => field(page).evaluate((element) => element.matches(':focus'));
const isInView = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

describe('a keyboard user', () => {
  it('is in the question field with one Tab or a slash, which elsewhere is a slash', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => isFocused(page)).toBe(true);
    await page.getByRole('button', { name: 'Settings' }).focus();
    await page.keyboard.press('/');
    await expect.poll(() => isFocused(page)).toBe(true);
    await page.keyboard.type('1/2');
    expect(await field(page).inputValue()).toBe('1/2');
  });

  it('finds the header wherever the conversation is scrolled to', async () => {
    const page = await withLongCode();
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
    expect(await isInView(page, 'Settings')).toBe(true);
  });
});

describe('code that is too long and too wide', () => {
  it('is shown whole on demand, and on paper', async () => {
    const page = await withLongCode();
    const code = page.getByRole('group', { name: 'Python code' });
    const height = () => code.evaluate((element) => element.clientHeight);
    const collapsed = await height();
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await height()).toBeGreaterThan(2 * collapsed);
    await page.getByRole('button', { name: 'Show less' }).click();
    expect(await height()).toBe(collapsed);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const printed = await code.evaluate((element) => ({
      isWhole: element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth,
      colour: getComputedStyle(document.documentElement).color,
    }));
    expect(printed).toEqual({ isWhole: true, colour: 'rgb(26, 32, 35)' });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await field(page).isVisible()).toBe(false);
    await page.screenshot({ path: path.join(OUTPUT, 'print.png'), fullPage: true });
  });
});

describe('a small screen', () => {
  it('that is low leaves all of it to the conversation, and the files are a sheet over it', async () => {
    const page = await withLongCode({ viewport: { width: 740, height: 360 } });
    await page.evaluate(() => scrollTo(0, 0));
    expect(await isInView(page, 'Ask')).toBe(false);
    await page.getByRole('button', { name: /^Python’s files/ }).click();
    const sheet = () => page.locator('glove-tray').boundingBox();
    await expect.poll(sheet).toMatchObject({ x: 0, y: 0, height: 360 });
    await page.screenshot({ path: path.join(OUTPUT, 'files-landscape.png') });
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.locator('glove-tray').waitFor({ state: 'detached' });
  });

  it('that is narrow has all that can be done with Python in sight, on one line', async () => {
    const page = await withLongCode({ viewport: { width: 375, height: 667 } });
    await page.getByLabel('Where the model’s code runs').selectOption('Here or at Google');
    const boxes = await page
      .locator('glove-session-bar')
      .locator('button:visible, select')
      .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON()));
    expect(boxes).toHaveLength(4);
    for (const { left, right, top } of boxes) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(375);
      expect(top).toBe(boxes[0].top);
    }
    await page.screenshot({ path: path.join(OUTPUT, 'bar-phone.png') });
  });
});

describe('the list of conversations', () => {
  it('does not count Python itself as kept conversations', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await engineReady(page);
    await page.getByRole('button', { name: 'All conversations' }).click();
    await page
      .getByText(/Conversations are saved in this browser only\. Python itself and this page take \d+ MB\./)
      .waitFor();
    await page.keyboard.press('Escape');
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await answered(page);
    await kept(page);
    await page.getByRole('button', { name: 'All conversations' }).click();
    await page.getByText(/1 conversation with Python’s variables and files, 1 MB\. Python itself/).waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'drawer.png') });
  });
});

describe('a question without a key', () => {
  it('is asked when the key is saved', async () => {
    const { page } = await newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Fifty.' }] }] });
    await page.goto(URL_OF_PAGE);
    await ask(page, 'How many?');
    await page.getByRole('button', { name: 'Enter a key', exact: true }).click();
    await page.getByLabel('API key').fill('a-secret-key');
    await page.getByLabel('Address of a proxy').fill(script.baseUrl);
    await page.getByRole('button', { name: 'Save and ask' }).click();
    await said(page, 'Fifty.');
    expect(await field(page).inputValue()).toBe('');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
  });

  it('that is taken back is not asked', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await ask(page, 'How many?');
    await field(page).fill('');
    await enterKey(page, gemini.origin);
    await choose(page, 'Notes for the model');
    expect(await page.locator('glove-turn-view').count()).toBe(0);
  });
});

describe('the settings', () => {
  it('show what is wrong together with the name of the field', async () => {
    const { page } = await newPage({ viewport: { width: 375, height: 667 } });
    await page.goto(URL_OF_PAGE);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Memory limit').fill('1');
    await page.getByLabel('Address of a proxy').fill('proxy');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const places = [
      page.getByRole('dialog'),
      page.getByText('Address of a proxy', { exact: true }),
      page.getByText('Enter a full address'),
      page.getByRole('button', { name: 'Save' }),
    ];
    const inSight = async () => {
      const [dialog, label, words, buttons] = await Promise.all(places.map((place) => place.boundingBox()));
      if (!dialog || !label || !words || !buttons) return false;
      return label.y >= dialog.y && words.y + words.height <= buttons.y;
    };
    await expect.poll(inSight).toBe(true);
    await page.screenshot({ path: path.join(OUTPUT, 'settings-problems-phone.png') });
  });

  it('list the models all at once, and take the name of any other', async () => {
    const { page } = await newPage();
    await page.goto(URL_OF_PAGE);
    await page.getByRole('button', { name: 'Settings' }).click();
    const model = page.getByLabel('Model', { exact: true });
    await model.waitFor();
    expect(await model.locator('option').count()).toBeGreaterThan(2);
    expect(await page.getByLabel('Other name').isVisible()).toBe(false);
    await model.selectOption('Other…');
    await page.keyboard.type('gemini-of-tomorrow');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Other name').waitFor();
    expect(await page.getByLabel('Other name').inputValue()).toBe('gemini-of-tomorrow');
    await page.getByRole('button', { name: 'Reset to defaults' }).click();
    await page.getByLabel('Other name').waitFor({ state: 'hidden' });
  });
});
