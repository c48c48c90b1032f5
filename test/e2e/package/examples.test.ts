// @module-tag long
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_SCRIPTS } from '../../support/examples/scripts.ts';
import type { ScriptHandle } from '../../support/geminiFake/server.ts';
import { answerAsGoogle, fakeGemini, GOOGLE } from '../fakeGemini.ts';
import { newPage, OUTPUT, PHONE } from '../openBrowser.ts';

const KEY = 'a-secret-key';
const gemini = fakeGemini();
let server: ViteDevServer;
beforeAll(async () => {
  server = await createServer({
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    // Apart from that of `npm run dev`, which may be at work.
    cacheDir: 'node_modules/.vite-examples',
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false },
  });
  await server.listen();
});
afterAll(() => server.close());

/** The page of the examples, for a user who has a key; what goes to Google's address is answered by the fake. */
async function openExamples(
  name: string,
  options = {},
): Promise<{ page: Page; script: ScriptHandle; complaints: string[] }> {
  const script = gemini.addScript({ turns: EXAMPLE_SCRIPTS[name]?.turns ?? [] });
  const { page, complaints } = await newPage(options);
  page.on('dialog', (dialog) => dialog.accept(KEY));
  await answerAsGoogle(page, script.baseUrl);
  await page.goto(`${server.resolvedUrls?.local[0]}examples/`);
  return { page, script, complaints };
}

const output = (page: Page) => page.frameLocator('iframe').locator('body');

describe('the page of the examples', () => {
  it('shows the source of the chosen one, asks for a key, and shows what it logs', async () => {
    const { page, script, complaints } = await openExamples('streaming');
    await page.getByRole('link', { name: 'Streaming', exact: true }).click();
    await page.getByRole('heading', { name: 'Streaming', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'Source' }).textContent()).toContain('generateContentStream({');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('Done').waitFor();
    expect(await output(page).textContent()).toContain('6,295,434 ways\nIn 6,295,434 ways.');
    expect(script.refusals()).toEqual([]);
    expect(script.requests()[0]?.headers['x-goog-api-key']).toBe(KEY);
    expect(page.url()).not.toContain(KEY);
    expect(complaints.filter((text) => text.includes('404'))).toEqual([]);
    await page.screenshot({ path: `${OUTPUT}examples.png` });
  });

  it('shows the pictures that an example puts on its page, in full', async () => {
    const { page } = await openExamples('barChart', { colorScheme: 'dark' });
    await page.getByRole('link', { name: 'Bar chart' }).click();
    await page.getByRole('heading', { name: 'Bar chart' }).waitFor();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('Done').waitFor();
    const heightOf = async (place: Locator) => (await place.boundingBox())?.height ?? 0;
    const chart = output(page).getByRole('img');
    await expect.poll(() => heightOf(chart)).toBeGreaterThan(100);
    await expect
      .poll(async () => (await heightOf(page.locator('iframe'))) - (await heightOf(chart)))
      .toBeGreaterThan(0);
    expect(await output(page).getByRole('link', { name: 'Save the chart' }).getAttribute('download')).toBe('loans.png');
    await page.screenshot({ path: `${OUTPUT}examples-dark.png` });
  });

  it('says what went wrong, runs the example again without asking for the key, and fits on a phone', async () => {
    const { page } = await openExamples('basic', PHONE);
    let asked = 0;
    page.on('dialog', () => {
      asked += 1;
    });
    await page.route(GOOGLE, (route) => route.fulfill({ status: 403 }), { times: 1 });
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('Failed').waitFor();
    expect(await output(page).textContent()).toContain('403');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('Done').waitFor();
    expect(asked).toBe(1);
    const overhang = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overhang)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `${OUTPUT}examples-phone.png` });
  });
});
