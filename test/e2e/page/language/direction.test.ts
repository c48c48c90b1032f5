// @module-tag long
import type { Page } from 'playwright';
import { expect, inject, it } from 'vitest';
import { expectNothingFromAxe } from '../../axe.ts';
import { inEveryLook } from '../../looks.ts';
import { answered, firstVisit } from '../../openBrowser.ts';
import { demo } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

/** Some texts in Arabic, as the host of a page writes them. */
const WORDS = {
  welcome: {
    headline: 'شغّل بايثون الذي يكتبه الذكاء الاصطناعي،',
    headlineEnd: 'بأمان في علامة تبويبك',
    intro: 'لا خادم ولا إعداد. تعمل البرامج في صندوق رمل مغلق، ولا يرى النموذج إلا ما ترسله وما تطبعه.',
  },
  app: { settings: 'الإعدادات', conversation: 'محادثة' },
};

/** Opens the page of a host who has texts of its own, from right to left. */
async function visit() {
  const opened = await firstVisit({ locale: 'en' });
  const { page } = opened;
  await page.route(/\/(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      '<html lang="en"',
      '<html lang="ar" dir="rtl" data-glove-words="words.json"',
    );
    await route.fulfill({ response, body });
  });
  await page.route('**/words.json', (route) => route.fulfill({ json: WORDS }));
  await page.goto(`${URL_OF_PAGE}?pace=instant`);
  await page.getByText(WORDS.welcome.headline).waitFor();
  return opened;
}

/** Where an element begins, from the left, in pixels. */
const placeOf = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())?.x ?? Number.NaN;

it('a page with texts of its own is laid out from right to left', async () => {
  const { page, complaints } = await visit();
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(await placeOf(page, '.brand')).toBeGreaterThan(
    await placeOf(page, `header button:text("${WORDS.app.settings}")`),
  );
  await inEveryLook(page, 'language-rtl-welcome', { fullPage: true, check: () => expectNothingFromAxe(page) });
  await page.getByRole('button', { name: WORDS.app.settings }).click();
  await page.getByLabel('API key').waitFor();
  await inEveryLook(page, 'language-rtl-settings', { check: () => expectNothingFromAxe(page) });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'All conversations' }).click();
  const drawer = page.getByRole('dialog', { name: 'Conversations' });
  await drawer.waitFor();
  expect(await drawer.evaluate((dialog) => innerWidth - dialog.getBoundingClientRect().right)).toBeLessThan(20);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: WORDS.app.conversation, exact: true }).click();
  const menu = page.locator('#menu');
  const [start, end] = await menu.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return [left, innerWidth - right];
  });
  expect(Math.min(start ?? -1, end ?? -1)).toBeGreaterThanOrEqual(0);
  expect(complaints).toEqual([]);
});

it('a conversation is laid out from right to left, and its code from left to right', async () => {
  const { page, complaints } = await visit();
  await demo(page, 'The first 50 primes').click();
  await answered(page);
  await page.getByRole('button', { name: /^Python’s files/ }).click();
  await page.getByText('No files yet').waitFor();
  await inEveryLook(page, 'language-rtl-demo', { check: () => expectNothingFromAxe(page) });
  const code = page.locator('glove-code-cell pre').first();
  await expect.poll(() => code.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
  await page.getByRole('button', { name: WORDS.app.conversation, exact: true }).click();
  await page.locator('glove-conversation-menu').getByRole('button', { name: 'Scratchpad' }).click();
  await page.getByRole('heading', { name: 'Scratchpad' }).waitFor();
  await inEveryLook(page, 'language-rtl-scratchpad', { check: () => expectNothingFromAxe(page) });
  expect(complaints).toEqual([]);
});
