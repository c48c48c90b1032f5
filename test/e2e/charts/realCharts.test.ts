// @module-tag long
/** Charts that the real libraries made of programs as models write them, drawn on the page: see test/support/charts. */
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { FrameLocator, Page } from 'playwright';
import { expect, it } from 'vitest';
import { recordedCharts } from '../../support/charts/recordedCharts.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { OUTPUT } from '../openBrowser.ts';
import { showCharts } from './showCharts.ts';

const gemini = fakeGemini();

const drawn = (page: Page, label: string) => page.frameLocator(`iframe[title="${label}"]`);

/** The frame as a screen reader finds it, whose keys show values. */
const figure = (page: Page, label: string) => drawn(page, label).getByRole('application', { name: label });

/** Presses the right arrow. @returns what was read out each time, until that stays the same */
async function readAll(page: Page, label: string): Promise<string[]> {
  const spoken = drawn(page, label).getByRole('status');
  const words: string[] = [];
  for (;;) {
    await figure(page, label).press('ArrowRight');
    const said = (await spoken.textContent()) ?? '';
    if (said === words.at(-1)) return words;
    words.push(said);
  }
}

const textsIn = async (chart: FrameLocator, selector: string) =>
  (await chart.locator(selector).allTextContents()).toSorted();

/** Draws a rectangle over what this selects, or pulls it from one corner to the other. */
async function drag(page: Page, chart: FrameLocator, selector: string): Promise<void> {
  const place = chart.locator(selector).first();
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error(`${selector} is not to be seen.`);
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 5 });
  await page.mouse.up();
}

/** Moves the pointer to a place of a figure of Bokeh. @param across of its width @param down of its height */
async function hoverAt(page: Page, chart: FrameLocator, across: number, down: number): Promise<void> {
  const place = chart.locator('.bk-events').first();
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error('The figure has no canvas.');
  await page.mouse.move(box.x + box.width * across, box.y + box.height * down);
}

/** Turns the wheel over the middle of what this selects. */
async function turnWheel(page: Page, chart: FrameLocator, selector: string): Promise<void> {
  await chart.locator(selector).first().hover({ force: true });
  await page.mouse.wheel(0, -200);
}

/** Makes the page as narrow as a phone, with this chart in sight: browsers don't draw others. */
async function onPhone(page: Page, label: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.locator(`iframe[title="${label}"]`).scrollIntoViewIfNeeded();
}

/** What stays in sight of the page, and would hide parts of a chart. */
const NOTHING_ABOVE = '.top, .dock, .end { position: static !important; }';

/** Looks at each chart by itself: a browser does not draw what is out of sight. */
async function lookAtAll(page: Page, name: string): Promise<void> {
  let look = 0;
  await inEveryLook(page, name, {
    check: async () => {
      look++;
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([]);
      for (const [number, chart] of (await page.locator('glove-chart').all()).entries()) {
        await chart.scrollIntoViewIfNeeded();
        const html = chart.locator('iframe').contentFrame().locator('html');
        // A chart that is too wide for a phone could be scrolled.
        await expect.poll(() => html.evaluate(({ scrollWidth }) => scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await chart.screenshot({
          path: path.join(OUTPUT, `${name}-${number + 1}-look-${look}.png`),
          style: NOTHING_ABOVE,
        });
      }
    },
  });
}

it('a user reads, hovers over and zooms what Plotly makes, in every look', async () => {
  const { page, complaints } = await showCharts(
    gemini,
    recordedCharts('plotly').values(),
    'Interactive chart: Line chart “Visitors by day”, 8 points',
  );
  const [line, bars] = ['Line chart “Visitors by day”, 8 points', 'Bar chart “Sales by ware”, 8 points'] as const;
  const [scatter, rain] = ['Scatter chart “Height and weight”, 6 points', 'Bar chart “Rain”, 3 points'] as const;
  for (const [label, axes, marks, count] of [
    [line, ['Day', 'Visitors'], '.points .point', 8],
    [bars, ['Sold (t)', 'Ware'], '.bars .point', 8],
    [scatter, ['Height (cm)', 'Weight (kg)'], '.points .point', 6],
    [rain, ['City', 'Rain (mm)'], '.bars .point', 3],
  ] as const) {
    const chart = drawn(page, label);
    await chart.locator('.ytitle').waitFor();
    expect(await textsIn(chart, '.xtitle, .ytitle')).toEqual(axes);
    expect(await chart.locator(marks).count()).toBe(count);
  }
  await drawn(page, line).locator('.points .point').nth(3).hover({ force: true });
  await drawn(page, line).locator('.hovertext', { hasText: 'visitors=160' }).waitFor();
  await drawn(page, bars).locator('.bars .point').nth(2).hover({ force: true });
  await drawn(page, bars).locator('.hovertext', { hasText: '18.25' }).waitFor();
  const ticks = () => textsIn(drawn(page, scatter), '.xtick text');
  const whole = await ticks();
  await drag(page, drawn(page, scatter), '.nsewdrag');
  await expect.poll(ticks).not.toEqual(whole);
  await figure(page, scatter).press('0');
  await expect.poll(ticks).toEqual(whole);
  expect((await readAll(page, scatter)).length).toBe(6);
  expect(await readAll(page, rain)).toEqual([
    'City=Oslo, Rain (mm)=63',
    'City=Rome, Rain (mm)=80',
    'City=Lima, Rain (mm)=1',
  ]);
  expect(complaints).toEqual([]);
  await onPhone(page, bars);
  const top = async (selector: string) => (await drawn(page, bars).locator(selector).boundingBox())?.y ?? 0;
  await expect.poll(async () => (await top('.legend')) - (await top('.xtitle'))).toBeGreaterThan(0);
  await lookAtAll(page, 'charts-plotly');
});

it('a user reads, hovers over and zooms what Altair makes, in every look', async () => {
  const { page, complaints } = await showCharts(
    gemini,
    recordedCharts('altair').values(),
    '- line: x day “Day” (temporal); y visitors “Visitors” (quantitative)',
  );
  const [line, bars] = ['Line chart “Visitors by day”, 8 points', 'Bar chart “Sales by ware”, 4 points'] as const;
  const [scatter, rain] = ['Scatter chart “Height and weight”, 6 points', 'Bar chart “Rain”, 3 points'] as const;
  for (const [label, axes, marks, count] of [
    [line, ['Day', 'Visitors'], '.mark-symbol.role-mark path', 8],
    [bars, ['Sold (t)', 'Ware'], '.mark-rect.role-mark path', 4],
    [scatter, ['Height (cm)', 'Weight (kg)'], '.mark-symbol.role-mark path', 6],
    [rain, ['City', 'Rain (mm)'], '.mark-rect.role-mark path', 3],
  ] as const) {
    const chart = drawn(page, label);
    await chart.locator('.role-axis-title').first().waitFor();
    expect(await textsIn(chart, '.role-axis-title')).toEqual(axes);
    expect(await chart.locator(marks).count()).toBe(count);
  }
  await drawn(page, bars).locator('.mark-rect.role-mark path').first().hover();
  await drawn(page, bars).locator('#vg-tooltip-element.visible', { hasText: '12.5' }).waitFor();
  await drawn(page, scatter).locator('.mark-symbol.role-mark path').nth(4).hover();
  await drawn(page, scatter).locator('#vg-tooltip-element.visible', { hasText: '180.5' }).waitFor();
  const ticks = () => textsIn(drawn(page, scatter), '.role-axis-label text');
  const whole = await ticks();
  await turnWheel(page, drawn(page, scatter), 'svg');
  await expect.poll(ticks).not.toEqual(whole);
  await figure(page, scatter).press('0');
  await expect.poll(ticks).toEqual(whole);
  await drag(page, drawn(page, scatter), 'svg');
  await expect.poll(ticks).not.toEqual(whole);
  await figure(page, scatter).press('0');
  await expect.poll(ticks).toEqual(whole);
  await figure(page, scatter).press('+');
  await expect.poll(ticks).not.toEqual(whole);
  await figure(page, scatter).press('0');
  expect((await readAll(page, scatter))[4]).toBe('group: B, height: 180.5, weight: 80');
  expect(await readAll(page, rain)).toEqual([
    'City: Oslo, Rain (mm): 63',
    'City: Rome, Rain (mm): 80',
    'City: Lima, Rain (mm): 1',
  ]);
  expect(complaints).toEqual([]);
  await lookAtAll(page, 'charts-altair');
});

it('a user reads, hovers over and zooms what Bokeh makes, in every look', async () => {
  const { page, complaints } = await showCharts(
    gemini,
    recordedCharts('bokeh').values(),
    'Interactive chart: Line chart “Visitors by day”, 8 points\nx axis: Day (dates)',
    noteTexts,
  );
  const [line, bars] = ['Line chart “Visitors by day”, 8 points', 'Bar chart “Sales by ware”, 4 points'] as const;
  const scatter = 'Scatter chart “Height and weight”, 6 points';
  for (const [label, axes] of [
    [line, ['Day', 'Visitors']],
    [bars, ['Sold (t)', 'Ware']],
    [scatter, ['Height (cm)', 'Weight (kg)']],
  ] as const) {
    await drawn(page, label).locator('.bk-events').first().waitFor();
    await expect.poll(() => textsDrawn(page, label)).toEqual(expect.arrayContaining([...axes]));
  }
  // Over the second of four bars.
  await hoverAt(page, drawn(page, bars), 0.42, 0.6);
  await drawn(page, bars).locator('.bk-tooltip-row-value', { hasText: 'milk' }).waitFor();
  await figure(page, scatter).press('ArrowRight');
  await drawn(page, scatter).locator('.bk-tooltip-row-value', { hasText: '158.0 cm' }).waitFor();
  await figure(page, scatter).press('Escape');
  expect((await readAll(page, scatter)).at(-1)).toBe('height: 185, weight: 86, name: Fay');
  expect(await readAll(page, bars)).toEqual([
    'wares: tea, sold: 12.5',
    'wares: milk, sold: 30',
    'wares: coffee, sold: 18.25',
    'wares: sweets, sold: 7',
  ]);
  const redrawn = (act: () => Promise<void>) => textsDrawnBy(page, scatter, act, 'Height (cm)');
  const zoomed = await redrawn(() => figure(page, scatter).press('+'));
  expect(await redrawn(() => figure(page, scatter).press('0'))).not.toEqual(zoomed);
  await drawn(page, scatter).locator('.bk-tool-icon-wheel-zoom').first().click();
  const whole = await redrawn(() => figure(page, scatter).press('0'));
  expect(await redrawn(() => turnWheel(page, drawn(page, scatter), '.bk-events'))).not.toEqual(whole);
  expect(complaints).toEqual([]);
  const texts = await textsDrawnBy(page, line, () => onPhone(page, line), 'Day');
  const days = new Set(texts.filter((text) => /^Mar \d\d$/.test(text)));
  expect([days.size > 1, days.size < 8]).toEqual([true, true]);
  await lookAtAll(page, 'charts-bokeh');
});

/** Keeps the texts that a chart writes on a canvas, since they are nowhere else. */
async function noteTexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      const { dataset } = document.documentElement;
      dataset.drawn = `${dataset.drawn ?? ''}\n${text}`;
      fillText.call(this, text, ...place);
    };
  });
}

/** @returns what a chart has written since it was acted upon, when it has written `last` */
async function textsDrawnBy(page: Page, label: string, act: () => Promise<void>, last: string): Promise<string[]> {
  await drawn(page, label)
    .locator('html')
    .evaluate(({ dataset }) => delete dataset.drawn);
  await act();
  await expect.poll(() => textsDrawn(page, label)).toContain(last);
  return textsDrawn(page, label);
}

const textsDrawn = async (page: Page, label: string) =>
  (await drawn(page, label).locator('html').getAttribute('data-drawn'))?.split('\n') ?? [];
