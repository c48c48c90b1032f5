/** Charts and tables in Firefox, by a real mouse and a real keyboard. The other tests of them are Chromium's. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ElementHandle, Frame, Page } from 'puppeteer-core';
import { expect, it, onTestFinished } from 'vitest';
import { findFirefoxProgram } from '../../support/browsers/findEngine.ts';
import { launchFirefox } from '../../support/browsers/openFirefox.ts';
import { OUTPUT } from '../openBrowser.ts';
import { CHART_CLASS } from '../userActions.ts';
import { serveSite } from './serveSite.ts';
import { SCRIPT } from './site.ts';

const CODE = `${CHART_CLASS}
display(Chart("vegalite.v6.json", bars))
display(Chart("plotly.v1+json", squares))
[{"n": n * 7 % 200, "name": f"row {n}"} for n in range(200)]`;

const firefox = findFirefoxProgram();

async function openCell(program: string, code: string): Promise<Page> {
  const browser = await launchFirefox(program);
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(90_000);
  await page.setViewport({ width: 1000, height: 1600 });
  const cell = `<glove-cell autorun><script type="text/python">${code}</script></glove-cell>`;
  await page.goto(await serveSite(`<!doctype html><meta charset="utf-8"><title>A site</title>${SCRIPT}${cell}`));
  return page;
}

async function find(place: Page | Frame, selector: string): Promise<ElementHandle> {
  const found = await place.waitForSelector(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

async function chart(page: Page, title: string): Promise<Frame> {
  const frame = await (await find(page, `>>> iframe[title^="${title}"]`)).contentFrame();
  if (!frame) throw new Error('The chart has no document.');
  return frame;
}

const textsOf = (place: Page | Frame, selector: string) =>
  place.$$eval(selector, (found) => found.map(({ textContent }) => textContent));

/** The width of the scrollbars that somebody sees, in pixels: of one beside, and one below. */
const scrollbars = (place: Page | Frame, selector: string) =>
  place.$eval(selector, (box) => [
    box instanceof HTMLElement && box !== document.documentElement
      ? box.offsetWidth - box.clientWidth - 2
      : innerWidth - box.clientWidth,
    box.scrollWidth - box.clientWidth,
  ]);

it.skipIf(firefox === undefined)('a user of Firefox explores charts and sorts and searches tables', async () => {
  const page = await openCell(firefox ?? '', CODE);
  const [bars, squares] = [await chart(page, 'Bar chart'), await chart(page, 'Line chart')];

  await (await find(bars, '.mark-rect path:nth-child(2)')).hover();
  await expect.poll(() => textsOf(bars, '#vg-tooltip-element.visible')).toEqual(['monthBsales55']);
  await (await find(squares, '.point:nth-child(4)')).hover();
  await expect.poll(() => textsOf(squares, '.hovertext')).toEqual(['(3, 9)']);

  // Drawn in any order.
  const ticks = async () => (await textsOf(squares, '.xtick text')).toSorted();
  const whole = await ticks();
  const box = await (await find(squares, '.nsewdrag')).boundingBox();
  if (!box) throw new Error('The chart has no axes.');
  await page.mouse.move(box.x + 50, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 150, { steps: 5 });
  await page.mouse.up();
  await expect.poll(ticks).not.toEqual(whole);

  await (await find(squares, 'main')).focus();
  await page.keyboard.press('0');
  await expect.poll(ticks).toEqual(whole);
  await page.keyboard.press('+');
  await expect.poll(ticks).not.toEqual(whole);
  await page.keyboard.press('0');
  await expect.poll(ticks).toEqual(whole);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => textsOf(squares, 'output')).toEqual(['(1, 1)']);
  expect(await scrollbars(squares, 'html')).toEqual([0, 0]);

  const first = () => textsOf(page, '>>> tbody tr:first-child td');
  const sort = await find(page, '>>> button.sort');
  await sort.click();
  await sort.press('Enter');
  await expect.poll(first).toEqual(['199', 'row 57']);
  expect((await scrollbars(page, '>>> .rows'))[1]).toBe(0);
  await (await find(page, '>>> input[type="search"]')).type('row 19');
  await expect.poll(first).toEqual(['193', 'row 199']);
  mkdirSync(OUTPUT, { recursive: true });
  await page.screenshot({ path: path.join(OUTPUT, 'firefox.png') });
});
