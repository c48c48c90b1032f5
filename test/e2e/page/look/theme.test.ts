// @module-tag long
import type { Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { expectNothingFromAxe } from '../../axe.ts';
import { inEveryLook } from '../../looks.ts';
import { engineReady, newPage } from '../../openBrowser.ts';
import { choose, SHOWN_HTML } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

const editor = (page: Page) => page.getByRole('textbox', { name: 'Python code, editable' });

const HTML = `class Sums:
    def _repr_html_(self):
        return "<table><tr><th>Sum</th><td>42</td></tr></table>"
Sums()`;

async function openScratchpad(code: string): Promise<Page> {
  const { page } = await newPage({ colorScheme: 'light' });
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await editor(page).waitFor();
  await engineReady(page);
  await page.keyboard.insertText(code);
  return page;
}

/** The colour of an element's top right corner, as the user sees it: red, green and blue from 0 to 255. */
async function colourAt(page: Page, selector: string): Promise<number[]> {
  const picture = await page.locator(selector).first().screenshot();
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    return [...(context?.getImageData(bitmap.width - 4, 2, 1, 1).data ?? [])].slice(0, 3);
  }, picture.toString('base64'));
}

it('HTML of code has the colours of the theme that the user chooses, at once and after another run', async () => {
  const page = await openScratchpad(HTML);
  await page.keyboard.press('Control+Enter');
  const frame = page.frameLocator(SHOWN_HTML);
  await frame.getByText('42').waitFor();
  const isDark = async () => (await colourAt(page, SHOWN_HTML)).every((channel) => channel < 80);
  expect(await isDark()).toBe(false);
  await choose(page, 'Dark theme');
  await expect.poll(isDark).toBe(true);
  await page.screenshot({ path: 'test/output/html-dark.png' });
  const inkOf = () => frame.getByText('42').evaluate((cell) => getComputedStyle(cell).color);
  expect(await inkOf()).toBe('rgb(229, 234, 236)');
  await editor(page).press('Control+Enter');
  await page.getByTestId('outcome').getByText('Ran in').waitFor();
  await expect.poll(isDark).toBe(true);
  await choose(page, 'Light theme');
  await expect.poll(isDark).toBe(false);
  expect(await inkOf()).toBe('rgb(26, 32, 35)');
});

it('HTML of code that brings colours of its own keeps those of a light page around them', async () => {
  const page = await openScratchpad(`class Warm:
    def _repr_html_(self):
        return "<p style='background: #ffe0b0'>Warm</p>"
Warm()`);
  await choose(page, 'Dark theme');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const text = page.frameLocator(SHOWN_HTML).getByText('Warm');
  await text.waitFor();
  expect(await text.evaluate((paragraph) => getComputedStyle(paragraph).color)).toBe('rgb(26, 32, 35)');
});

it('on paper, code is complete and light, also in the dark theme, and without its keys', async () => {
  const page = await openScratchpad(`# ${'a long remark '.repeat(20)}\nprint("on paper")`);
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('outcome').getByText('Ran in').waitFor();
  await choose(page, 'Dark theme');
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toContain('light');
  await expect
    .poll(() => page.locator('.cm-scroller').evaluate((box) => box.scrollWidth - box.clientWidth))
    .toBeLessThanOrEqual(0);
  const line = page.locator('.cm-line').first();
  expect(await line.evaluate((each) => each.getBoundingClientRect().height)).toBeGreaterThan(40);
  expect(await page.getByText('runs the code').isVisible()).toBe(false);
  await page.screenshot({ path: 'test/output/print-dark.png' });
});

it('the settings have the theme beside the language, and the link to a key beside its field', async () => {
  const { page } = await newPage({ colorScheme: 'light' });
  await page.goto(URL_OF_PAGE);
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.getByRole('button', { name: 'Settings' }).click();
  const key = page.getByRole('link', { name: 'Get a key from Google' });
  expect(await key.getAttribute('href')).toBe('https://aistudio.google.com/apikey');
  const appearance = page.getByRole('group', { name: 'Appearance' });
  await appearance.getByLabel('Language').waitFor();
  await appearance.getByLabel('Theme').selectOption('Dark');
  await inEveryLook(page, 'settings-appearance', { check: () => expectNothingFromAxe(page) });
  await page.getByRole('radio', { name: 'A server with OpenAI’s API' }).check();
  await page.getByLabel('Address of the server').fill('https://openrouter.ai/api/v1');
  await page.getByRole('link', { name: 'Get a key from OpenRouter' }).waitFor();
  await page.getByLabel('Address of the server').fill('http://localhost:11434/v1');
  await page.getByRole('link', { name: 'Get a key from OpenRouter' }).waitFor({ state: 'detached' });
  await page.getByRole('radio', { name: 'Gemini', exact: true }).check();
  expect(await scheme()).toBe('light dark');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(scheme).toBe('dark');
  await page.getByRole('button', { name: 'Conversation', exact: true }).click();
  await page.getByRole('button', { name: 'Light theme' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Theme').selectOption('As the system');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(scheme).toBe('light dark');
});

it('the name of the page leads to its welcome, also on a phone, and what was open is a click away', async () => {
  const { page } = await newPage({ viewport: { width: 320, height: 700 } });
  await page.goto(URL_OF_PAGE);
  await choose(page, 'Scratchpad');
  await page.getByRole('heading', { name: 'Scratchpad' }).waitFor();
  await engineReady(page);
  await page.getByRole('button', { name: 'Reset Python' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset Python?' });
  await dialog.waitFor();
  expect(await dialog.innerText()).not.toContain('model');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Glovebox, start page' }).click();
  await page.getByRole('heading', { level: 1, name: 'Run the Python' }).waitFor();
  await page.getByRole('button', { name: 'Back to your conversation' }).click();
  await page.getByRole('heading', { name: 'Scratchpad' }).waitFor();
});
