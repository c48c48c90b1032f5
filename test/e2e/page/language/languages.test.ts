// @module-tag long
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import german from '../../../../src/language/de/index.ts';
import * as english from '../../../../src/language/en/index.ts';
import spanish from '../../../../src/language/es/index.ts';
import chinese from '../../../../src/language/zh/index.ts';
import { expectNothingFromAxe } from '../../axe.ts';
import { inEveryLook } from '../../looks.ts';
import { answered, engineReady, firstVisit } from '../../openBrowser.ts';
import { englishAmong, shownTexts } from '../../widget/shownTexts.ts';

type Words = typeof german;

const URL_OF_PAGE = inject('page');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.each([
  ['de', 'de-AT', german],
  ['es', 'es-MX', spanish],
  ['zh', 'zh-CN', chinese],
] as const)('a user whose browser prefers %s', (tag, locale, words: Words) => {
  /** Opens the page, which is in their language. */
  async function visit() {
    const opened = await firstVisit({ locale });
    await opened.page.goto(`${URL_OF_PAGE}?pace=instant`);
    await opened.page.getByText(words.welcome.headlineEnd).waitFor();
    return opened;
  }

  /** Looks at a part of the page in every way. */
  async function look(page: Page, part: string, fullPage = false): Promise<void> {
    expect(englishAmong(await shownTexts(page, true), { ...english }, words)).toEqual([]);
    await expectNothingFromAxe(page);
    await inEveryLook(page, `language-${tag}-${part}`, { fullPage });
  }

  it('reads no English on the welcome and in the settings', async () => {
    const { page, complaints } = await visit();
    expect(await page.title()).toBe(words.welcome.title);
    expect(await page.locator('html').getAttribute('lang')).toBe(tag);
    await button(page, words.welcome.allDemos.replace('{count}', '23')).click();
    await page.getByText(words.demos['pillow-coloursAbout'] ?? '').waitFor();
    await look(page, 'welcome', true);
    await button(page, words.app.settings).click();
    await page.getByText(words.settings.whoAnswers).waitFor();
    await look(page, 'settings');
    expect(complaints).toEqual([]);
  });

  it('reads no English in a demo, beside it, in the scratchpad, and among conversations', async () => {
    const { page, complaints } = await visit();
    await button(page, words.demos.primes ?? '').click();
    await answered(page);
    await page.locator('glove-session-bar .files').click();
    await page.getByText(words.session.noFiles).waitFor();
    await look(page, 'demo');
    await page.locator('glove-session-bar .variables').click();
    await page.getByRole('tabpanel').locator('dl').waitFor();
    await look(page, 'variables');
    await button(page, words.app.conversation).click();
    await button(page, words.app.scratchpad).click();
    await engineReady(page);
    await page.getByRole('heading', { name: words.chat.scratchpad }).waitFor();
    await look(page, 'scratchpad');
    await button(page, words.app.allConversations).click();
    await page.getByRole('heading', { name: words.dialogs.conversations }).waitFor();
    await page.locator('glove-conversation-list li').first().waitFor();
    await look(page, 'conversations');
    expect(complaints).toEqual([]);
  });

  it('reads what is wrong with a link', async () => {
    const { page } = await visit();
    await page.goto(`${URL_OF_PAGE}?pace=instant#code=1.damaged`);
    await page.getByRole('heading', { name: words.errors.linkNotOpened }).waitFor();
    await page.getByText(words.errors.linkDamaged).waitFor();
    expect(englishAmong(await shownTexts(page, true), { ...english }, words)).toEqual([]);
  });
});
