// @module-tag long
import { chromium, type Page } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../../../scripts/findBrowser.ts';
import { expectNothingFromAxe } from '../../axe.ts';
import { fakeGemini } from '../../fakeGemini.ts';
import { inEveryLook } from '../../looks.ts';
import { engineReady, newPage } from '../../openBrowser.ts';
import { ask, call, choose, enterKey, kept, said } from '../../userActions.ts';
import { askedOnce } from '../askedOnce.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const ONE_MORE = [{ parts: [call('total += 1\nprint(total)')] }, { parts: [{ text: 'Now it is 43.' }] }];

const notice = (page: Page, name = 'This conversation') => page.getByText(`${name} is open in another tab.`);
const useItHere = (page: Page) => page.getByRole('button', { name: 'Use it here' });

describe('a conversation that is opened in a second tab', () => {
  it('is shown there, and used there once the user says so; the first tab goes on showing it, and overwrites nothing', async () => {
    const { page: first, script, complaints } = await askedOnce(gemini, ...ONE_MORE);
    const { page: second, complaints: others } = await newPage();
    await second.goto(URL_OF_PAGE);
    await notice(second).waitFor();
    await said(second, 'You sold 42.');
    await second.getByRole('textbox', { name: 'Your question' }).waitFor({ state: 'hidden' });
    await inEveryLook(second, 'open-elsewhere', { check: () => expectNothingFromAxe(second) });
    expect(await notice(first).count()).toBe(0);

    await useItHere(second).click();
    await notice(first).waitFor();
    await notice(second).waitFor({ state: 'detached' });
    await said(first, 'You sold 42.');
    await enterKey(second, script.baseUrl);
    await ask(second, 'One more?');
    await said(second, 'Now it is 43.');
    await kept(second);
    await second.reload();
    await said(second, 'Now it is 43.');
    expect(await notice(second).count()).toBe(0);

    await useItHere(first).click();
    await said(first, 'Now it is 43.');
    await notice(second).waitFor();
    await notice(first).waitFor({ state: 'detached' });
    expect(script.refusals()).toEqual([]);
    expect([...complaints, ...others]).toEqual([]);
  });

  it('is at once free when the first tab crashes', async () => {
    const { page: first } = await askedOnce(gemini);
    const crashed = first.waitForEvent('crash');
    first.goto('chrome://crash').catch(() => {});
    await crashed;
    const { page: second } = await newPage();
    await second.goto(URL_OF_PAGE);
    await said(second, 'You sold 42.');
    await engineReady(second);
    expect(await notice(second).count()).toBe(0);
    expect(await second.getByText('could not be restored').count()).toBe(0);
  });

  it('is taken from a first tab that is frozen, which is told when it wakes up', async () => {
    const { page: first } = await askedOnce(gemini);
    const devtools = await first.context().newCDPSession(first);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    const { page: second } = await newPage();
    await second.goto(URL_OF_PAGE);
    await useItHere(second).click();
    await notice(second).waitFor({ state: 'detached' });
    await engineReady(second);
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await notice(first).waitFor();
    expect(await notice(second).count()).toBe(0);
  });
});

describe('the scratchpad', () => {
  it('is open in one tab, too: another one only shows it', async () => {
    const { page: first } = await newPage();
    await first.goto(URL_OF_PAGE);
    await choose(first, 'Scratchpad');
    const editor = first.getByRole('textbox', { name: 'Python code, editable' });
    await editor.waitFor();
    await first.keyboard.type('6 * 7');
    await first.getByRole('button', { name: '+ Text' }).click();
    await first.getByRole('textbox', { name: 'Text in Markdown' }).waitFor();
    await first.keyboard.type('Sums');
    await first.keyboard.press('Control+Enter');
    await kept(first);
    const { page: second } = await newPage();
    await second.goto(`${URL_OF_PAGE}?demo=primes&pace=instant`);
    await choose(second, 'Scratchpad');
    await notice(second, 'The scratchpad').waitFor();
    await useItHere(second).click();
    await notice(first, 'The scratchpad').waitFor();
    await notice(second, 'The scratchpad').waitFor({ state: 'detached' });
    // What was typed here would be lost.
    await editor.waitFor({ state: 'detached' });
    const code = first.getByRole('group', { name: 'Python code' });
    await code.click();
    await code.press('Enter');
    await first.locator('glove-text-cell').getByText('Sums').dblclick();
    expect(await first.locator('glove-notebook').getByRole('button').allInnerTexts()).toEqual(['Copy']);
    expect(await first.locator('glove-notebook').getByRole('textbox').count()).toBe(0);
    await inEveryLook(first, 'notebook-elsewhere', { check: () => expectNothingFromAxe(first) });
    await useItHere(first).click();
    await first.getByRole('button', { name: '+ Code' }).waitFor();
  });
});

describe('a page that the user comes back to', () => {
  it('is as it was, unless another tab has opened its conversation meanwhile', async () => {
    const returning = await chromium.launch({
      ...findBrowser(),
      args: LAUNCH_ARGUMENTS,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    onTestFinished(() => returning.close());
    const context = await returning.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const script = gemini.addScript({ turns: [{ parts: [{ text: 'Hello.' }] }] });
    await page.goto(URL_OF_PAGE);
    await enterKey(page, script.baseUrl);
    await ask(page, 'Hello?');
    await said(page, 'Hello.');
    await kept(page);
    await page.evaluate(() => {
      document.title = 'kept as it was';
    });
    await page.goto(`${gemini.origin}/elsewhere`);
    // A page that comes out of the back/forward cache does not load again.
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => page.title()).toBe('kept as it was');
    expect(await notice(page).count()).toBe(0);

    await page.goto(`${gemini.origin}/elsewhere`);
    const other = await context.newPage();
    await other.goto(URL_OF_PAGE);
    await said(other, 'Hello.');
    await engineReady(other);
    expect(await notice(other).count()).toBe(0);
    await page.goBack({ waitUntil: 'commit' });
    await notice(page).waitFor();
    await said(page, 'Hello.');
  });
});
