import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { GloveBox } from '../../../src/entries/widget.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { firstVisit, newPage } from '../openBrowser.ts';
import { call, output } from '../userActions.ts';
import { countWhatIsLeft } from './countWhatIsLeft.ts';
import { serveSite } from './serveSite.ts';
import { answer, openSite, PRIMES_ANSWER, play, SCRIPT } from './site.ts';

const gemini = fakeGemini();

describe('the element', () => {
  it('takes properties that were set before it was defined, and asks, stops, plays and resets', async () => {
    const { page } = await openSite('<p>Nothing yet.</p>');
    const url = gemini.plays([call('print("from a property")')], [{ text: 'Done.' }]);
    const asked = await page.evaluate(async (baseUrl) => {
      const box = document.createElement('glove-box') as GloveBox;
      Object.assign(box, { apiKey: 'key', baseUrl, model: 'gemini-3.8-flash', demo: 'primes', pace: 'instant' });
      document.body.append(box);
      const script = document.createElement('script');
      script.type = 'module';
      script.src = '/glovebox/widget.js';
      document.head.append(script);
      await customElements.whenDefined('glove-box');
      await box.ask('Print something.');
      const answered = box.shadowRoot?.querySelectorAll('glove-conversation-view').length;
      await box.play();
      await box.reset();
      await box.updateComplete;
      const afterwards = box.shadowRoot?.querySelectorAll('glove-conversation-view').length;
      box.stop();
      box.apiKey = '';
      return { answered, afterwards, refusal: await box.ask('Once more?').catch((error: Error) => error.name) };
    }, url);
    expect(asked).toEqual({ answered: 1, afterwards: 0, refusal: 'NotAskedError' });
  });

  it('stays what it is while it is moved, and leaves nothing behind when it is removed', async () => {
    const { page, complaints } = await newPage();
    await page.addInitScript(countWhatIsLeft);
    const html = `<!doctype html><title>A site</title><div id="one"></div><div id="two"></div>${SCRIPT}`;
    await page.goto(await serveSite(html));
    await page.waitForFunction(() => customElements.get('glove-box'));
    const left = () => page.evaluate(() => (window as unknown as { left: () => string[] }).left());
    const before = await left();
    await page.evaluate(() => {
      document
        .querySelector('#one')
        ?.insertAdjacentHTML('beforeend', '<glove-box demo="primes" pace="instant"></glove-box>');
      document.querySelector('#one')?.insertAdjacentHTML('beforeend', '<glove-cell autorun>print("cell")</glove-cell>');
    });
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await output(page).getByText('cell').waitFor();
    const frames = () => page.frames().length - 1;
    expect(frames()).toBe(1);
    await expect.poll(() => page.workers().length).toBeGreaterThan(0);

    await page.evaluate(() =>
      document.querySelector('#two')?.append(...document.querySelectorAll('glove-box, glove-cell')),
    );
    await page.waitForTimeout(200);
    expect(await answer(page, PRIMES_ANSWER).count()).toBe(1);
    expect(await output(page).getByText('cell').count()).toBe(1);
    expect(frames()).toBe(1);

    await page.evaluate(() => {
      for (const each of document.querySelectorAll('glove-box, glove-cell')) each.remove();
    });
    await expect.poll(frames).toBe(0);
    await expect.poll(() => page.workers().length).toBe(0);
    await expect.poll(left).toEqual(before);
    expect(await page.evaluate(() => document.body.querySelectorAll('iframe').length)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is removed while Python still loads, and that is given up', async () => {
    const body = `${SCRIPT}<glove-box demo="primes" pace="instant"></glove-box>`;
    const { page, complaints } = await openSite(body, firstVisit);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/*.wasm', async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await play(page).click();
    await page.locator('glove-engine-status', { hasText: 'Downloading Python' }).waitFor();
    await page.evaluate(() => document.querySelector('glove-box')?.remove());
    release();
    await expect.poll(() => page.frames().length).toBe(1);
    await expect.poll(() => page.workers()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('keeps its conversation and its Python over a reload, if it has a name for them', async () => {
    const baseUrl = gemini.plays(
      [call('kept = 41\nprint(kept)')],
      [{ text: 'Noted.' }],
      [call('print(kept + 1)')],
      [{ text: 'Still there.' }],
    );
    const { page } = await openSite(
      `${SCRIPT}<glove-box persist="notes" model="gemini-3.8-flash" base-url="${baseUrl}"></glove-box>`,
    );
    const ask = (question: string) =>
      page.evaluate(async (text) => {
        await customElements.whenDefined('glove-box');
        const box = document.querySelector('glove-box') as GloveBox;
        box.apiKey = 'key';
        await box.ask(text);
      }, question);
    await ask('Keep 41.');
    await page.waitForFunction(() => document.querySelector('glove-box')?.saved);
    await page.reload();
    await page.getByRole('heading', { name: 'Keep 41.' }).waitFor();
    await ask('And one more?');
    await output(page).getByText('42').waitFor();
  });

  it('with a name says if another tab has its conversation, and takes it over', async () => {
    const baseUrl = gemini.plays([{ text: 'Noted.' }]);
    const { page: first, origin } = await openSite(
      `${SCRIPT}<glove-box persist="notes" model="gemini-3.8-flash" base-url="${baseUrl}"></glove-box>`,
    );
    const ask = (page: Page) =>
      page.evaluate(async () => {
        await customElements.whenDefined('glove-box');
        const box = document.querySelector('glove-box') as GloveBox;
        box.apiKey = 'key';
        await box.ask('Keep 41.');
      });
    await ask(first);
    const { page: second } = await newPage();
    await second.goto(origin);
    const notice = 'This conversation is open in another tab.';
    await second.getByText(notice).waitFor();
    await answer(second, 'Noted.').waitFor();
    await expect(ask(second)).rejects.toThrow('Another tab or box has the conversation.');
    await inEveryLook(second, 'widget-elsewhere');
    await second.getByRole('button', { name: 'Use it here' }).click();
    await first.getByText(notice).waitFor();
    await second.getByText(notice).waitFor({ state: 'detached' });
  });

  it('with a name that another box of the page has, too, says so, and takes its conversation over', async () => {
    const baseUrl = gemini.plays([{ text: 'Noted.' }]);
    const box = `<glove-box persist="both" model="gemini-3.8-flash" base-url="${baseUrl}"></glove-box>`;
    const { page } = await openSite(`${SCRIPT}${box}${box}`);
    await page.evaluate(async () => {
      await customElements.whenDefined('glove-box');
      const first = document.querySelector('glove-box') as GloveBox;
      first.apiKey = 'key';
      await first.ask('Keep 41.');
    });
    await page.waitForFunction(() => document.querySelector('glove-box')?.saved);
    await page.reload();
    const other = page.locator('glove-box', { hasText: 'This conversation is open in another box on this page.' });
    const notices = page.getByText('This conversation is open in another box on this page.');
    const useHere = page.getByRole('button', { name: 'Use it here' });
    await notices.waitFor();
    const holder = page.locator('glove-box').filter({ hasNot: useHere });
    await expect.poll(() => holder.count()).toBe(1);
    const before = await indexOf(holder);
    await useHere.click();
    await expect.poll(async () => (await holder.count()) === 1 && (await indexOf(holder)) !== before).toBe(true);
    await other.waitFor();
    expect(await notices.count()).toBe(1);
    expect(await page.getByText('another tab').count()).toBe(0);
  });
});

/** The place of an element among its siblings. */
const indexOf = (element: Locator) =>
  element.evaluate((each) => [...(each.parentElement?.children ?? [])].indexOf(each));
