import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import type { GloveBox } from '../../../src/entries/widget.ts';
import { fakeLanguageModel } from '../../support/languageModelFake/languageModelFake.ts';
import { startFakeOpenAI } from '../../support/openaiFake/server.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { newPage, OUTPUT } from '../openBrowser.ts';
import { call, output } from '../userActions.ts';
import { answer, openSite, PRIMES_ANSWER, play, SCRIPT } from './site.ts';

const WIDGET_PAGE = `${inject('page')}widget.html`;
const gemini = fakeGemini();

describe('a user of a page with the widget', () => {
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
    const baseUrl = gemini.plays([call('print(6 * 7)')], [{ text: 'It is **42**.' }]);
    const { page, complaints } = await openSite(
      `${SCRIPT}<glove-box model="gemini-3.8-flash" base-url="${baseUrl}"></glove-box>`,
    );
    await page.getByRole('textbox', { name: 'Your question' }).fill('What is six times seven?');
    await page.keyboard.press('Enter');
    await page.getByLabel('API key').fill('a-secret-key');
    await page.keyboard.press('Enter');
    const question = page.getByRole('textbox', { name: 'Your question' });
    await expect
      .poll(() => question.evaluate((it: HTMLTextAreaElement) => [it.value, it.matches(':focus')]))
      .toEqual(['What is six times seven?', true]);
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

describe('a box with another provider', () => {
  const askBox = async (page: Page) => {
    await page.getByRole('textbox', { name: 'Your question' }).fill('What is six times seven?');
    await page.keyboard.press('Enter');
  };

  it('asks a server with OpenAI’s API, without a key', async () => {
    await using openai = await startFakeOpenAI();
    const script = openai.addScript({ turns: [{ parts: [call('print(6 * 7)')] }, { parts: [{ text: 'It is 42.' }] }] });
    const { page, complaints } = await openSite(
      `${SCRIPT}<glove-box provider="openai" model="local-llama" base-url="${script.baseURL}"></glove-box>`,
    );
    await askBox(page);
    await answer(page, 'It is 42.').waitFor();
    expect(await output(page).textContent()).toContain('42');
    await page.getByText('local-llama', { exact: true }).waitFor();
    expect(script.refusals()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('tells the author of the page if it has no server to ask', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-box provider="openai"></glove-box>`);
    await page.getByText('Set the attributes `base-url` and `model`.').waitFor();
    const refused = page.locator('glove-box').evaluate((box: GloveBox) => box.ask('Hello?'));
    await expect(refused).rejects.toThrow('The box has no server to ask.');
  });

  it('asks the model of the browser, or says what that takes', async () => {
    const { page } = await openSite(`${SCRIPT}<glove-box provider="built-in"></glove-box>`);
    const turns = ['```python\nprint(6 * 7)\n```\n', 'It is 42.'].map((text) => ({ parts: [{ text }] }));
    await page.evaluate('globalThis.LanguageModel = undefined');
    await askBox(page);
    await page.getByText('This browser has no model that can answer').waitFor();
    await page.evaluate(`globalThis.LanguageModel = (${fakeLanguageModel})(${JSON.stringify({ turns })})`);
    await page.getByRole('button', { name: 'Retry' }).click();
    await answer(page, 'It is 42.').waitFor();
  });
});

describe('the look of a box', () => {
  it('has all of its edges in one line, no gap if nothing is inside, and the corners that the page wants', async () => {
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

describe('several on one page', () => {
  it('share one engine, and are drawn in light, dark and the colours of the page', { tags: 'long' }, async () => {
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

  it('pass axe and can be looked at', { tags: 'long' }, async () => {
    const { page } = await newPage();
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
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }))).toEqual([]);
    };
    await inEveryLook(page, 'widget', { check, fullPage: true });
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
