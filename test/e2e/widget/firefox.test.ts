// @module-tag long
/** Charts and tables in Firefox, by a real mouse and a real keyboard. The other tests of them are Chromium's. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ElementHandle, Frame, Page } from 'puppeteer-core';
import { expect, it, onTestFinished } from 'vitest';
import { findFirefoxProgram } from '../../support/browsers/findEngine.ts';
import { launchFirefox } from '../../support/browsers/openFirefox.ts';
import { recordedCharts } from '../../support/charts/recordedCharts.ts';
import { OUTPUT } from '../openBrowser.ts';
import { CHART_CLASS, SHOW_FIGURE, SHOW_PICTURE } from '../userActions.ts';
import { serveSite } from './serveSite.ts';
import { SCRIPT } from './site.ts';

const CODE = `${CHART_CLASS}
display(Chart("vegalite.v6.json", bars))
display(Chart("plotly.v1+json", squares))
[{"n": n * 7 % 200, "name": f"row {n}"} for n in range(200)]`;

const BOKEH = recordedCharts('bokeh').get('Sales of wares as bars');
const OTHER_CODE = `import json
${SHOW_PICTURE.replace('display(Picture())', '')}${SHOW_FIGURE}
display({"${BOKEH?.mimeType}": json.loads(r'''${JSON.stringify(BOKEH?.chart)}''')}, raw=True)
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
  // It looks whenever the browser draws. Without `visible`, it would look after changes of the document, but not of shadow roots.
  const found = await place.waitForSelector(selector, { visible: true });
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

async function chart(page: Page, title: string): Promise<Frame> {
  const element = await find(page, `>>> iframe[title^="${title}"]`);
  await element.scrollIntoView();
  const frame = await element.contentFrame();
  if (!frame) throw new Error('The chart has no document.');
  return frame;
}

const textsOf = (place: Page | Frame, selector: string) =>
  place.$$eval(selector, (found) => found.map(({ textContent }) => textContent?.trim()));

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

  await (await find(squares, '#figure')).focus();
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

it.skipIf(firefox === undefined)('a user of Firefox filters a table by keyboard and by mouse', async () => {
  const page = await openCell(firefox ?? '', OTHER_CODE);
  const button = (name: string) => find(page, `>>> button[aria-label="${name}"]`);
  const hasText = (text: string) => find(page, `>>> ::-p-text(${text})`);
  await (await button('About the column n')).press('Enter');
  const operator = await find(page, '>>> #operator');
  await operator.focus();
  const chosen = () => operator.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text);
  for (let left = 8; left > 0 && (await chosen()) !== 'is at least'; left--) await page.keyboard.press('ArrowDown');
  expect(await chosen()).toBe('is at least');
  await page.keyboard.press('Tab');
  await page.keyboard.type('195');
  await page.keyboard.press('Enter');
  await hasText('Rows 1–5 of 5 that match, of 200');

  await (await hasText('Remove filter')).click();
  await hasText('Rows 1–50 of 200');
  await (await button('About the column name')).click();
  await (await find(page, '>>> input[name="value"]')).click();
  await page.keyboard.type('row 19');
  await (await find(page, '>>> form button')).click();
  await hasText('Rows 1–11 of 11 that match, of 200');
});

it.skipIf(firefox === undefined)('a user of Firefox sees values of charts of Bokeh and of Matplotlib', async () => {
  const page = await openCell(firefox ?? '', OTHER_CODE);
  await (await find(page, '>>> glove-figure-data >>> summary')).click();
  await find(page, '>>> glove-figure-chart >>> path.outline');
  await (await page.$$('>>> glove-figure-chart >>> path.outline'))[3]?.hover();
  await expect
    .poll(() => textsOf(page, '>>> glove-figure-chart >>> .values div'))
    .toEqual(['new', 'Ware: milk', 'y: 4']);
  await (await find(page, '>>> glove-figure-chart >>> .figure')).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(() => textsOf(page, '>>> glove-figure-chart >>> output'))
    .toEqual([expect.stringContaining('old, Ware: milk, y: 2.5')]);

  const sales = await chart(page, 'Bar chart “Sales by ware”');
  const canvas = await find(sales, '>>> .bk-events');
  await canvas.scrollIntoView();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The chart has no canvas.');
  // Over the second of four bars.
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
  await page.mouse.move(box.x + box.width * 0.42, box.y + box.height * 0.6, { steps: 3 });
  await expect.poll(() => textsOf(sales, '>>> .bk-tooltip-row-value')).toEqual(['milk', '30']);
  await page.screenshot({ path: path.join(OUTPUT, 'firefox-values.png') });
});

it.skipIf(firefox === undefined)('a user of Firefox completes a name, and sees what a function takes', async () => {
  const page = await openCell(firefox ?? '', 'wages_by_year = {2026: 2300}');
  await find(page, '>>> .bar ::-p-text(Ran in)');
  await (await find(page, '>>> textarea')).focus();
  await page.keyboard.down('Control');
  await page.keyboard.press('End');
  await page.keyboard.up('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.type('wages');
  await find(page, '>>> [role="option"]');
  await page.keyboard.press('Tab');
  await page.keyboard.type('.get(');
  await find(page, '>>> [role="status"] ::-p-text(get(key, default=None)');
  await page.keyboard.type('2026)');
  const code = await page.$eval('>>> textarea', (field) => field.value);
  expect(code).toBe('wages_by_year = {2026: 2300}\nwages_by_year.get(2026)');
});
