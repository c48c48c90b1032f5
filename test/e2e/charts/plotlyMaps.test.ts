// @module-tag long
/** Figures of Plotly beside those with two axes: maps, hierarchies and others. */
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, CHART_CLASS, call, enterKey } from '../userActions.ts';

const gemini = fakeGemini();

const SHOWN = `${CHART_CLASS}
countries = {"type": "choropleth", "locations": ["FRA", "BRA", "IND"], "z": [1, 2, 3]}
display(Chart("plotly.v1+json", {"data": [countries], "layout": {"title": {"text": "World"}, "geo": {"resolution": 50}}}))
parts = {"type": "sunburst", "labels": ["all", "tea", "milk"], "parents": ["", "all", "all"], "values": [3, 2, 1]}
display(Chart("plotly.v1+json", {"data": [parts], "layout": {"title": {"text": "Parts"}}}))
display(Chart("plotly.v1+json", {"data": [{"type": "scattermap", "lat": [1], "lon": [2]}], "layout": {}}))`;

it('a user explores maps and hierarchies, without a request to another server, and is told why streets are missing', async () => {
  const { page } = await newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:data|blob|about):|^https?:\/\/(?:127\.0\.0\.1|localhost)/.test(request.url()))
      elsewhere.push(request.url());
  });
  const { baseUrl } = gemini.addScript({ turns: [{ parts: [call(SHOWN)] }, { parts: [{ text: 'There.' }] }] });
  await page.goto(inject('page'));
  await enterKey(page, baseUrl);
  await ask(page, 'Show me.');
  await answered(page);
  const map = page.frameLocator('iframe[title="Choropleth chart “World”, 3 points"]');
  const parts = page.frameLocator('iframe[title^="Sunburst chart “Parts”"]');
  await expect.poll(() => map.locator('.choroplethlayer path').count()).toBe(3);
  await expect.poll(() => map.locator('.coastlines path').getAttribute('d')).toMatch(/^M/);
  await map.getByRole('application').press('ArrowRight');
  await map.getByRole('status').getByText('locations: FRA, z: 1').waitFor();
  await expect.poll(() => parts.locator('.sunburstlayer .slice').count()).toBe(3);
  await page.getByText('is on a map from a server, and charts have no network').waitFor();
  await page.locator('glove-chart').first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(OUTPUT, 'plotly-map.png') });
  expect(elsewhere).toEqual([]);
});
