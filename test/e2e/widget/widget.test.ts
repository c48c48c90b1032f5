import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import type { GloveBox } from '../../../src/widget.ts';
import type { FakeGemini } from '../../support/geminiFake/server.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { firstVisit, newPage, OUTPUT, PHONE } from '../openBrowser.ts';
import { call, output } from '../userActions.ts';
import { countWhatIsLeft } from './countWhatIsLeft.ts';
import { openSite, SCRIPT } from './openSite.ts';
import { serveSite } from './serveSite.ts';

const WIDGET_PAGE = `${inject('page')}widget.html`;

const gemini = fakeGemini();

/** Has the fake API say these turns. @returns its address */
const plays = (...turns: object[][]) =>
  gemini.addScript({ turns: turns.map((parts) => ({ parts })) } as Parameters<FakeGemini['addScript']>[0]).baseUrl;
const play = (page: Page) => page.getByRole('button', { name: 'Play the demo' });
const answer = (page: Page, text: string) => page.locator('glove-markdown-text').getByText(text);
const PRIMES_ANSWER = 'The sum of the first 50 prime numbers is 5117.';

describe('a reader of a page with the widget', () => {
  it('plays its demo, and sees question, code, output and answer', async () => {
    const { page, complaints } = await openSite(
      `${SCRIPT}<glove-box demo="primes" pace="instant"><p>Try it.</p></glove-box>`,
    );
    await page.getByText('Try it.').waitFor();
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    expect(await output(page).textContent()).toContain('sum_of_primes=5117');
    expect(complaints).toEqual([]);
  });

  it('loads nothing of it before it is seen', async () => {
    const { page } = await openSite(
      `${SCRIPT}<div style="height: 3000px">Long.</div><glove-box demo="primes" pace="instant"></glove-box>`,
    );
    const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    await page.waitForFunction(() => customElements.get('glove-box'));
    await page.waitForTimeout(500);
    expect((await loaded()).filter((name) => /boxSession|pyodide|demos/.test(name))).toEqual([]);
    await page.evaluate(() => document.querySelector('glove-box')?.scrollIntoView());
    await play(page).waitFor();
    const seen = await loaded();
    expect(seen.some((name) => name.includes('boxSession'))).toBe(true);
    expect(seen.filter((name) => name.includes('pyodide.asm'))).toEqual([]);
  });

  it('types a key, asks, and the key is in no markup and no storage', async () => {
    const baseUrl = plays([call('print(6 * 7)')], [{ text: 'It is **42**.' }]);
    const { page, complaints } = await openSite(
      `${SCRIPT}<glove-box model="gemini-3.8-flash" base-url="${baseUrl}"></glove-box>`,
    );
    await page.getByRole('textbox', { name: 'Your question' }).fill('What is six times seven?');
    await page.keyboard.press('Enter');
    await page.getByLabel('API key').fill('a-secret-key');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('textbox', { name: 'Your question' }).inputValue()).toBe('What is six times seven?');
    await page.keyboard.press('Enter');
    await answer(page, 'It is 42.').waitFor();
    expect(await output(page).textContent()).toContain('42');
    const kept = await page.evaluate(() => {
      const box = document.querySelector('glove-box');
      return [document.documentElement.outerHTML, box?.shadowRoot?.innerHTML, ...Object.values(localStorage)].join();
    });
    expect(kept).not.toContain('a-secret-key');
    expect(complaints).toEqual([]);
  });

  it('does not hear the components talk, and its page is told what happens', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-box demo="primes" pace="instant"></glove-box>`);
    await play(page).waitFor();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const type of ['glove-action', 'glove-ask', 'glove-play', 'glove-settings', 'glove-ready', 'glove-error']) {
        document.addEventListener(type, () => heard.push(type));
      }
      document.addEventListener('glove-answer', ({ answer }) => heard.push(answer.type));
    });
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await page.getByRole('button', { name: 'Play again' }).click();
    await page.waitForFunction(() => {
      const { heard } = window as unknown as { heard: string[] };
      return heard.filter((type) => type === 'turn-end').length === 2;
    });
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(new Set(heard)).toEqual(
      new Set(['turn-start', 'glove-ready', ...heard.filter((type) => !type.startsWith('glove-'))]),
    );
    expect(heard).toEqual(
      expect.arrayContaining(['turn-start', 'code', 'output-delta', 'result', 'text-delta', 'turn-end']),
    );
  });
});

describe('the look of a box', () => {
  it('has all of its edges in one line, no gap where nothing is inside, and the corners that the page wants', async () => {
    const { page } = await openSite(
      `<style>glove-box { --glove-radius: 0 }</style>${SCRIPT}<glove-box demo="primes" prompt="Ask this."></glove-box>`,
    );
    await play(page).waitFor();
    const [start, composer, box] = [
      page.locator('.start').first(),
      page.locator('glove-composer form'),
      page.locator('.box'),
    ];
    const [inner, dock, outer] = [await start.boundingBox(), await composer.boundingBox(), await box.boundingBox()];
    expect(inner?.x).toBe(dock?.x);
    expect(inner?.width).toBe(dock?.width);
    expect((inner?.y ?? 0) - (outer?.y ?? 0)).toBeLessThan(24);
    for (const part of [start, composer, page.getByRole('button', { name: 'Ask', exact: true })]) {
      expect(await part.evaluate((element) => getComputedStyle(element).borderRadius)).toBe('0px');
    }
    await page.screenshot({ path: path.join(OUTPUT, 'box-start.png') });
  });
});

describe('a reader of code in a box', () => {
  const ownOutput = (page: Page) => page.getByRole('group', { name: 'Output of your run' });

  it('runs it again, changes it, runs that, and goes back to the model’s, and the page hears nothing of it', async () => {
    const { page, complaints } = await openSite(`${SCRIPT}<glove-box demo="primes" pace="instant"></glove-box>`);
    await page.evaluate(() => {
      document.addEventListener('glove-python', () => {
        document.title = 'heard';
      });
    });
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => ownOutput(page).textContent()).toContain('sum_of_primes=5117');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('print(sum(first_primes(3)))');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => ownOutput(page).textContent()).toBe('10\n');
    await page.screenshot({ path: path.join(OUTPUT, 'box-edited.png'), fullPage: true });
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => ownOutput(page).count()).toBe(0);
    expect(await page.title()).toBe('A site');
    expect(complaints).toEqual([]);
  });

  it('stops a run of their own, which gets the time that the page gives', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-box demo="primes" pace="instant" timeout="600"></glove-box>`);
    await play(page).click();
    await answer(page, PRIMES_ANSWER).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Python code, editable' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('while True: pass');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('own-outcome').getByText('timed out').waitFor();
    await page.evaluate(() => document.querySelector('glove-box')?.setAttribute('timeout', '60000'));
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('own-outcome').getByText('running').waitFor();
    await page.evaluate(() => document.querySelector('glove-box')?.stop());
    await page.getByTestId('own-outcome').getByText('Your run: stopped').waitFor();
  });

  it('has packages, the mode and the timeout from the attributes', async () => {
    const baseUrl = plays([call('import numpy')], [call('while True: pass')], [{ text: 'It is over.' }]);
    const { page } = await openSite(`${SCRIPT}
      <glove-box packages="vendored" timeout="600" base-url="${baseUrl}" prompt="Try."></glove-box>`);
    await page.evaluate(async () => {
      await customElements.whenDefined('glove-box');
      const box = document.querySelector('glove-box') as GloveBox;
      box.apiKey = 'key';
      await box.ask('Try.');
    });
    expect(await page.getByTestId('outcome').allTextContents()).toEqual([
      expect.stringContaining('Failed'),
      expect.stringContaining('Timed out'),
    ]);
    expect(await output(page).first().textContent()).toContain('ModuleNotFoundError');
  });

  it('answers what it asks, in its place, and the model goes on', async () => {
    const baseUrl = plays([call('name = input("Your name? ")\nprint("Hello", name)')], [{ text: 'Greeted.' }]);
    const { page, complaints } = await openSite(`${SCRIPT}<glove-box base-url="${baseUrl}"></glove-box>`);
    await page.evaluate(async () => {
      await customElements.whenDefined('glove-box');
      const box = document.querySelector('glove-box') as GloveBox;
      box.apiKey = 'key';
    });
    await page.getByRole('textbox', { name: 'Your question' }).fill('Greet me.');
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Your name?' });
    await field.waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'box-input.png'), fullPage: true });
    expect(await page.getByTestId('outcome').textContent()).toContain('Waiting for your answer');
    expect(await field.evaluate((element) => element.matches(':focus'))).toBe(false);
    await field.fill('Ada');
    await field.press('Enter');
    await answer(page, 'Greeted.').waitFor();
    expect(await output(page).textContent()).toBe('Your name? Ada\nHello Ada\n');
    expect(complaints).toEqual([]);
  });
});

describe('the script', () => {
  it('is at most 60 KB, compressed, with everything that is loaded along with it', async () => {
    const read = (file: string) => readFile(new URL(`../../../dist/${file}`, import.meta.url));
    const files = new Map<string, Buffer>();
    const collect = async (file: string): Promise<void> => {
      if (files.has(file)) return;
      const bytes = await read(file);
      files.set(file, bytes);
      const imports = bytes.toString().matchAll(/(?:import|from)\s*["'](\.[^"']+)["']/g);
      for (const [, name = ''] of imports) await collect(path.posix.join(path.posix.dirname(file), name));
    };
    await collect('widget.js');
    const compressed = await Promise.all([...files.values()].map((bytes) => promisify(brotliCompress)(bytes)));
    const size = compressed.reduce((sum, { length }) => sum + length, 0);
    console.warn(`First load of the widget: ${[...files.keys()].join(', ')}: ${size} bytes brotli.`);
    expect(files.size).toBeGreaterThan(1);
    expect(size).toBeLessThanOrEqual(60_000);
  });
});

describe('the element', () => {
  it('takes properties that were set before it was defined, and asks, stops, plays and resets', async () => {
    const { page } = await openSite('<p>Nothing yet.</p>');
    const url = plays([call('print("from a property")')], [{ text: 'Done.' }]);
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
    await page.waitForFunction(() => true);
    expect(page.workers().length).toBeGreaterThan(0);

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

  it('keeps its conversation and its Python over a reload, where it has a name for them', async () => {
    const baseUrl = plays(
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
});

describe('several on one page', () => {
  it('share one engine, and are drawn in light, dark and the colours of the page', async () => {
    const { page, complaints } = await newPage();
    await page.goto(WIDGET_PAGE);
    await expect.poll(() => play(page).count()).toBeGreaterThan(1);
    await page.locator('#light').getByRole('button', { name: 'Play the demo' }).click();
    await page.locator('#dark').getByRole('button', { name: 'Play the demo' }).click();
    await answer(page, PRIMES_ANSWER).waitFor({ timeout: 60_000 });
    expect(page.frames().length - 1).toBe(1);
    await page.locator('#own').scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(OUTPUT, 'widget-wide.png') });
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 'light', {}],
    ['dark', 'dark', {}],
    ['phone', 'light', PHONE],
  ] as const)('pass axe and can be looked at, %s', async (name, colorScheme, options) => {
    const { page } = await newPage({ ...options, colorScheme });
    await page.goto(WIDGET_PAGE);
    await page.evaluate(async () => {
      const box = document.querySelector('#light') as GloveBox;
      box.pace = 'instant';
      await customElements.whenDefined('glove-box');
      await box.play();
      for (const id of ['first', 'second', 'script']) {
        const cell = document.querySelector<HTMLElementTagNameMap['glove-cell']>(`#${id}`);
        await cell?.run();
      }
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: path.join(OUTPUT, `widget-${name}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }))).toEqual([]);
  });

  it('do with the three lines of plain HTML that the page shows', async () => {
    const { page } = await newPage();
    await page.goto(WIDGET_PAGE);
    const snippet = (await page.locator('#html-snippet').textContent()) ?? '';
    const { page: site } = await openSite(snippet.replace('./widget.js', '/glovebox/widget.js'));
    await play(site).waitFor();
    await site.getByRole('button', { name: 'Run', exact: true }).click();
    await output(site).getByText('Hello').waitFor();
  });
});
