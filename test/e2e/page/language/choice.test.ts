// @module-tag long
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import german from '../../../../src/language/de/index.ts';
import { fill } from '../../../../src/language/fill.ts';
import { firstVisit, newPage } from '../../openBrowser.ts';
import { choose, kept } from '../../userActions.ts';
import { openHost, openReader, PLACE, whenKeptForOffline } from '../offline/reader.ts';

const URL_OF_PAGE = inject('page');
const { app, cell, composer, settings, welcome } = german;

/** Waits until the browser has kept the texts of a language. */
async function whenTextsAreKept(page: Page, language: string): Promise<void> {
  const keptTexts = () =>
    page.evaluate(async () => {
      const cache = await caches.open('texts');
      return (await cache.keys()).map(({ url }) => /\/(\w+)-[^/]*$/.exec(url)?.[1]);
    });
  await expect.poll(keptTexts).toEqual([language]);
}

describe('the language', () => {
  it('is chosen in the settings, and nothing is lost', async () => {
    const { page, complaints } = await newPage();
    await page.goto(URL_OF_PAGE);
    await choose(page, 'Scratchpad');
    await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
    await page.keyboard.type('kept = 6 * 7');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('outcome').getByText('Ran in').waitFor();
    await page.getByRole('textbox', { name: 'Your question' }).fill('Half a question');
    await kept(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Language', { exact: true }).selectOption('Deutsch');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const question = page.getByRole('textbox', { name: composer.question });
    await expect.poll(() => question.inputValue()).toBe('Half a question');
    await page.getByRole('group', { name: fill(cell.code, { language: 'Python' }) }).click();
    await page.getByRole('textbox', { name: fill(cell.codeEditable, { language: 'Python' }) }).waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nprint(kept)');
    await page.keyboard.press('Control+Enter');
    await page.getByLabel(cell.output).getByText('42').waitFor();
    await kept(page);
    await page.getByRole('button', { name: app.settings }).click();
    await page.getByLabel(settings.language, { exact: true }).selectOption(settings.asBrowser);
    await page.getByRole('button', { name: settings.save, exact: true }).click();
    await page.getByRole('button', { name: 'Settings' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('that the browser prefers is there without a network, after the first visit', async () => {
    const host = await openHost();
    const { context, page } = await openReader({ locale: 'de' });
    await page.goto(host.origin + PLACE);
    await page.getByText(welcome.headlineEnd).waitFor();
    await whenKeptForOffline(page);
    await whenTextsAreKept(page, 'de');
    await host.close();
    await context.setOffline(true);
    await page.reload();
    await page.getByText(welcome.headlineEnd).waitFor();
    await page.getByRole('button', { name: app.settings }).waitFor();
  });

  it('is English if the texts of another cannot be loaded', async () => {
    const { page } = await firstVisit({ locale: 'de' });
    await page.route('**/assets/de-*.js', (route) => route.abort());
    await page.goto(URL_OF_PAGE);
    await page.getByRole('button', { name: 'Settings' }).waitFor();
    await page.getByText('safely in your own tab').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('is what the host of the page says, unless the user has chosen another', async () => {
    const { page } = await firstVisit({ locale: 'de' });
    await page.route(URL_OF_PAGE, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('<html ', '<html data-glove-language="en" ');
      await route.fulfill({ response, body });
    });
    await page.goto(URL_OF_PAGE);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Language', { exact: true }).selectOption('Deutsch');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: app.settings }).waitFor();
  });
});
