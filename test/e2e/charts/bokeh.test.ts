// @module-tag long
/** Figures of Bokeh on the page, whose documents are as Python's library gives them. */
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { figure, itemOf, model } from '../../support/charts/bokehItem.ts';
import { startServer } from '../../support/localServer.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { OUTPUT } from '../openBrowser.ts';
import { showCharts } from './showCharts.ts';

const gemini = fakeGemini();

async function show(...items: object[]): Promise<Page> {
  const charts = items.map((chart) => ({ mimeType: 'application/vnd.glovebox.bokeh+json', chart }));
  const { page } = await showCharts(gemini, charts, 'Interactive chart: Bar');
  return page;
}

it('a user explores a figure of Bokeh by mouse and by keyboard, in the colours and the width of the page', async () => {
  const page = await show(itemOf(figure()), itemOf(figure({ title: model('Title', { text: 'Older' }) }), '2.4.3'));
  const chart = page.frameLocator('iframe[title="Bar and line chart “Sales”, 6 points"]');
  await page.getByText('Made by Bokeh 2.4.3, and drawn by BokehJS 3.9.0: it may look different there.').waitFor();
  const figureOf = chart.getByRole('application', { name: 'Bar and line chart “Sales”, 6 points' });
  await figureOf.press('ArrowRight');
  await figureOf.press('ArrowRight');
  await chart.getByRole('status').getByText('x: Feb, top: 55').waitFor();
  await chart.locator('.bk-tooltip-row-value', { hasText: '55' }).waitFor();
  await figureOf.press('Escape');
  await chart.locator('.bk-tooltip-row-value', { hasText: '55' }).waitFor({ state: 'hidden' });
  const events = await chart.locator('.bk-events').first().boundingBox();
  if (!events) throw new Error('The figure has no canvas.');
  await page.mouse.move(events.x + events.width / 2, events.y + events.height / 2);
  await chart.locator('.bk-tooltip-row-value', { hasText: '55' }).waitFor();
  for (const [name, colorScheme, width] of [
    ['wide', 'light', 1280],
    ['wide-dark', 'dark', 1280],
    ['phone', 'light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 1200 });
    await expect.poll(async () => (await chart.locator('.bk-Figure').boundingBox())?.width).toBeLessThan(width);
    await page.locator('glove-chart').first().scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(OUTPUT, `bokeh-${name}.png`) });
  }
});

it('nothing of a document of Bokeh is asked of a place elsewhere, or runs', async () => {
  const heard: string[] = [];
  const server = await startServer(({ url }, response) => {
    heard.push(String(url));
    response.end();
  });
  onTestFinished(() => server.close());
  const { origin } = server;
  const markup = `<b id="seen">seen</b><meta http-equiv="refresh" content="0; url=${origin}/a"><link rel="preconnect" href="${origin}">
    <link rel="stylesheet" href="${origin}/b"><a href="${origin}/c" ping="${origin}/d">go</a><img src="${origin}/e.png" onerror="location = '${origin}/f'">
    <iframe src="${origin}/g"></iframe><script>location = '${origin}/h'</script>`;
  const tap = model('TapTool', { callback: model('OpenURL', { url: `${origin}/i`, same_tab: true }) });
  const tiles = model('TileRenderer', { tile_source: model('WMTSTileSource', { url: `${origin}/{Z}/{X}/{Y}.png` }) });
  const formatter = model('CustomJSTickFormatter', { code: `location = '${origin}/j'` });
  const { attributes } = figure();
  const { renderers } = attributes as { renderers: object[] };
  const plot = figure({
    renderers: [...renderers, tiles],
    toolbar: model('Toolbar', { tools: [tap] }),
    left: [model('LinearAxis', { formatter })],
  });
  const page = await show(itemOf(model('Column', { children: [model('Div', { text: markup }), plot] })));
  const chart = page.frameLocator('iframe[title^="Bar and line chart"]');
  await chart.getByText('seen').waitFor();
  await page.getByText('Its JavaScript (CustomJS) does not run here.').waitFor();
  await page.getByText(`Left out of the chart, which has no network: ${origin}/{Z}/{X}/{Y}.png`).waitFor();
  await chart.getByText('go').click();
  // A bar.
  await chart
    .locator('.bk-events')
    .first()
    .click({ position: { x: 300, y: 230 }, force: true });
  await page.getByText(`Left out of the chart, which has no network: ${origin}/i`).waitFor();
  await chart.getByText('seen').waitFor();
  expect(
    await chart.locator('meta[http-equiv="refresh"], link[href], a[href], a[ping], iframe, div script').count(),
  ).toBe(0);
  expect(heard).toEqual([]);
});
