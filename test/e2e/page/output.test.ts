import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, FrameLocator, Page } from 'playwright';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startServer } from '../../support/localServer.ts';
import { fakeGemini } from '../fakeGemini.ts';
import { inEveryLook } from '../looks.ts';
import { answered, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, CHART_CLASS, call, enterKey, SHOW_FIGURE, SHOW_PICTURE, SHOW_TABLE, SHOWN_HTML } from '../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const output = (page: Page) => page.getByRole('group', { name: 'Output of the code' });

async function answer(turns: object[], options: BrowserContextOptions = {}) {
  const { page, complaints } = await newPage(options);
  const script = gemini.addScript({ turns });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'Show me.');
  await answered(page);
  return { page, complaints };
}

/** A place elsewhere, which notes who asks for what. */
async function listenElsewhere() {
  const heard: string[] = [];
  let picture: Buffer | undefined;
  const server = await startServer(({ url, headers }, response) => {
    heard.push(`${url}${headers.referer ? ` from ${headers.referer}` : ''}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.writeHead(picture ? 200 : 404, { 'Content-Type': 'image/gif' }).end(picture);
  });
  onTestFinished(() => server.close());
  const servePicture = () => {
    picture = Buffer.from('R0lGODdhBwAFAIEAAAAAAAAAAAAAAAAAACwAAAAABwAFAAAIDAABCBxIsKDBgwcDAgA7', 'base64');
  };
  return { origin: server.origin, heard, servePicture };
}

describe('a user sees what code shows', () => {
  it('as tables, values and pictures, in order, each once', { tags: 'long' }, async () => {
    const code = `${SHOW_TABLE}${SHOW_PICTURE}${SHOW_FIGURE}
print("\\x1b[1;32mgood\\x1b[0m and \\x1b[31mbad\\x1b[0m")
display(Table(3))
class Data:
    def _repr_json_(self):
        return {"mean": 4.5, "names": ["a", "b"]}
display(Data())
class Formula:
    def _repr_latex_(self):
        return r"$\\displaystyle \\frac{1}{2}$"
display(Formula())
print("the end")
Table(40)`;
    const text = 'The mean is $\\bar{x} = \\frac{1}{n}\\sum_i x_i$, so:\n\n$$\\sigma^2 = 4.5$$\n\nIt costs $5.';
    const { page, complaints } = await answer([{ parts: [call(code)] }, { parts: [{ text }] }]);
    await page.getByRole('button', { name: 'Enlarge: Picture from the code' }).waitFor();
    expect(await page.locator('glove-picture').count()).toBe(2);
    await page.getByRole('img', { name: 'Bar chart: Sold; 4 bars in 2 groups' }).waitFor();
    await page.getByText('Show as table').press('Enter');
    const region = page.getByRole('region', { name: 'Bar chart: Sold; 4 bars in 2 groups' });
    await region.getByRole('row').last().waitFor();
    expect(await region.getByRole('row').allInnerTexts()).toEqual(['Ware\told\tnew', 'tea\t1\t3', 'milk\t2.5\t4']);
    await page.getByText('Explore values').press('Enter');
    const figure = page.getByRole('application', { name: 'Bar chart: Sold; 4 bars in 2 groups' });
    const values = page.locator('glove-figure-chart .values');
    await figure.locator('path.outline').nth(3).hover();
    await expect.poll(() => values.innerText()).toBe('new\nWare: milk\ny: 4');
    await figure.press('Home');
    await figure.press('ArrowRight');
    await page.locator('glove-figure-chart').getByRole('status').getByText('old, Ware: milk, y: 2.5').waitFor();
    await expect.poll(() => output(page).allTextContents()).toEqual(['good and bad\n', 'the end\n']);
    const [small, large] = [page.frameLocator(SHOWN_HTML).first(), page.frameLocator(SHOWN_HTML).last()];
    await small.getByRole('cell', { name: '4', exact: true }).waitFor();
    await large.getByRole('cell', { name: '1521' }).waitFor();
    expect(await page.getByRole('group', { name: 'Value displayed by the code' }).textContent()).toContain(
      '"mean": 4.5',
    );
    await page.locator('glove-markdown-text math[display="block"]').first().waitFor();
    await page.getByText('It costs $5.', { exact: true }).waitFor();
    await page.locator(SHOWN_HTML).first().scrollIntoViewIfNeeded();
    await inEveryLook(page, 'output', { fullPage: true });
    const before = (await page.locator(SHOWN_HTML).last().boundingBox())?.height ?? 0;
    await page.locator('glove-code-output').getByRole('button', { name: 'Show all', exact: true }).click();
    await expect
      .poll(async () => (await page.locator(SHOWN_HTML).last().boundingBox())?.height)
      .toBeGreaterThan(before * 2);
    expect(complaints).toEqual([]);
  });

  it('as sound, films, source, data and files, without what was cleared', { tags: 'long' }, async () => {
    const code = `import math
from IPython.display import *
for step in range(20):
    clear_output(wait=True)
    print("step", step)
display(Audio([math.sin(n / 3) for n in range(8000)], rate=8000), Video(b"no film"))
display(Code("def double(n):\\n    return 2 * n  # twice"), JSON({"mean": 4.5, "names": ["a", None, True]}))
display(YouTubeVideo("abc"))
with open("report.pdf", "wb") as file: file.write(b"%PDF-1.4")
with open("sales.csv", "w") as file: file.write("ware,sold")
FileLink("sales.csv")`;
    const { page, complaints } = await answer([{ parts: [call(code)] }, { parts: [{ text: 'There.' }] }]);
    await expect.poll(() => output(page).allTextContents()).toEqual(['step 19\n']);
    const player = page.locator('audio[aria-label="Audio from the code"]');
    await player.waitFor();
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(1);
    await page.getByText('Video from the code (video/mp4), which can’t be played here.').waitFor();
    const shown = page.getByRole('group', { name: 'Value displayed by the code' });
    await shown.first().locator('.tok-keyword', { hasText: 'return' }).waitFor();
    await shown.last().locator('.tok-number', { hasText: '4.5' }).waitFor();
    await page.getByRole('link', { name: 'https://www.youtube.com/watch?v=abc' }).waitFor();
    for (const name of ['sales.csv', 'report.pdf']) {
      const download = page.waitForEvent('download');
      await page
        .locator('glove-file-card')
        .getByRole('button', { name: `Download ${name}` })
        .click();
      expect((await download).suggestedFilename()).toBe(name);
    }
    const cell = page.locator('glove-code-cell');
    await cell.screenshot({ path: path.join(OUTPUT, 'displays-light.png') });
    await page.emulateMedia({ colorScheme: 'dark' });
    await cell.screenshot({ path: path.join(OUTPUT, 'displays-dark.png') });
    await page.setViewportSize({ width: 390, height: 800 });
    await cell.screenshot({ path: path.join(OUTPUT, 'displays-phone.png') });
    expect(complaints).toEqual([]);
  });

  it('and opens a picture large, and downloads it', async () => {
    const { page } = await answer([{ parts: [call(SHOW_PICTURE)] }, { parts: [{ text: 'There.' }] }]);
    await page.getByRole('button', { name: 'Enlarge' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Picture from the code' });
    await dialog.waitFor();
    await page.screenshot({ path: path.join(OUTPUT, 'output-large.png') });
    await dialog.getByRole('button', { name: 'Actual size' }).click();
    await expect.poll(async () => (await dialog.getByRole('img').boundingBox())?.width).toBe(1200);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toBe('picture.png');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('and a long output whole, when it is asked for', async () => {
    const { page } = await answer([
      { parts: [call('for i in range(300): print(i)')] },
      { parts: [{ text: 'There.' }] },
    ]);
    const before = (await output(page).boundingBox())?.height ?? 0;
    expect(before).toBeLessThan(400);
    await page.getByRole('button', { name: 'Show all 300 lines' }).click();
    expect((await output(page).boundingBox())?.height).toBeGreaterThan(4000);
    await page.getByRole('button', { name: 'Show less' }).click();
    expect((await output(page).boundingBox())?.height).toBe(before);
  });
});

describe('a user of a table that code shows', () => {
  const ROWS = `[{"city": ["Oslo", "Rome", "Lima"][n % 3], "n": n * 7 % 1000, "price": None if n % 2 else n / 8} for n in range(1000)]`;
  const first = (page: Page) => page.getByRole('row').nth(1).getByRole('cell').allTextContents();
  const place = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor();
  const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

  it('sorts, searches and filters all of its rows', { tags: 'long' }, async () => {
    const { page, complaints } = await answer([{ parts: [call(ROWS)] }, { parts: [{ text: 'There.' }] }]);
    const sort = page.getByRole('button', { name: 'n', exact: true });
    await place(page, 'Rows 1–50 of 1,000');
    await sort.click();
    await sort.click();
    await expect.poll(() => first(page)).toEqual(['Lima', '999', '–missing']);
    expect(await page.getByRole('columnheader', { name: 'n', exact: false }).nth(1).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await page.getByRole('button', { name: 'Next page' }).press('Enter');
    await place(page, 'Rows 51–100 of 1,000');
    await page.getByRole('searchbox', { name: 'Search all rows' }).pressSequentially('rome');
    await place(page, 'Rows 1–50 of 333 that match, of 1,000');

    await page.getByRole('button', { name: 'About the column price' }).press('Enter');
    const column = page.getByRole('region', { name: 'Column price' });
    await column.getByText('500 (50 %)').waitFor();
    await column.getByText('124.75').waitFor();
    await column.getByRole('combobox').selectOption('is at least');
    await column.getByRole('textbox', { name: 'Value' }).fill('124');
    await page.keyboard.press('Enter');
    await place(page, 'Rows 1–1 of 1 that match, of 1,000');
    await expect.poll(() => first(page)).toEqual(['Rome', '958', '124.25']);
    await inEveryLook(page, 'table', { check: async () => expect(await violations(page)).toEqual([]) });

    await column.getByRole('button', { name: 'Ask about this column' }).click();
    const question = page.getByRole('textbox', { name: 'Your question' });
    await expect
      .poll(() => question.evaluate((it: HTMLTextAreaElement) => [it.value, it.matches(':focus')]))
      .toEqual(['What does the column “price” of the table with the columns city, n, price tell?', true]);
    await column.getByRole('button', { name: 'Close' }).press('Enter');
    await expect
      .poll(() => page.getByRole('button', { name: 'About the column price' }).evaluate((it) => it.matches(':focus')))
      .toBe(true);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const file = await download;
    expect(await readFile(await file.path(), 'utf8')).toBe('city,n,price\r\nRome,958,124.25\r\n');
    expect(complaints).toEqual([]);
  });
});

/** What libraries of charts give a notebook. */
const CHARTS = `${CHART_CLASS}
bars["width"] = 600
squares["layout"]["images"] = [{"source": "ELSEWHERE/a.png"}]
display(Chart("vegalite.v6.json", bars))
display(Chart("plotly.v1+json", squares))
display(Chart("vegalite.v5+json", {"mark": "point", "data": {"url": "ELSEWHERE/b.json"}, "encoding": encoding}))`;

/** The marks at the axes, which are drawn in any order. */
const ticks = async (chart: FrameLocator) =>
  (await chart.locator('.xtick text, .ytick text').allTextContents()).toSorted();

/** Pixels of the wider of two charts. */
const widest = async (...charts: FrameLocator[]) =>
  Math.max(
    ...(await Promise.all(charts.map((chart) => chart.locator('svg').first().boundingBox()))).map(
      (box) => box?.width ?? Number.POSITIVE_INFINITY,
    ),
  );

describe('a user explores a chart', () => {
  it('by mouse and by keyboard, in the colours and the width of the page, and nothing of it is loaded elsewhere', {
    tags: 'long',
  }, async () => {
    const { origin, heard } = await listenElsewhere();
    const { page } = await answer([
      { parts: [call(CHARTS.replaceAll('ELSEWHERE', origin))] },
      { parts: [{ text: 'There.' }] },
    ]);
    await page.getByText(`Left out of the chart, which has no network: ${origin}/a.png`).waitFor();
    await page.getByText('Scatter chart, not drawn: it wants to load its data from elsewhere').waitFor();
    const bars = page.frameLocator('iframe[title="Bar chart “Bars”, 3 points"]');
    const lines = page.frameLocator('iframe[title="Line chart “Squares”, 10 points"]');

    await bars.locator('.mark-rect path').nth(1).hover();
    await bars.locator('#vg-tooltip-element.visible', { hasText: '55' }).waitFor();
    // What is over the points hears the pointer, for all of them.
    await lines.locator('.point').nth(3).hover({ force: true });
    await lines.locator('.hovertext', { hasText: '9' }).waitFor();

    const whole = await ticks(lines);
    const box = await lines.locator('.nsewdrag').boundingBox();
    if (!box) throw new Error('The chart has no axes.');
    await page.mouse.move(box.x + 50, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 250, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => ticks(lines)).not.toEqual(whole);

    const figure = lines.getByRole('application', { name: 'Line chart “Squares”, 10 points' });
    await figure.press('0');
    await expect.poll(() => ticks(lines)).toEqual(whole);
    await figure.press('+');
    await expect.poll(() => ticks(lines)).not.toEqual(whole);
    await figure.press('0');
    await figure.press('ArrowRight');
    await figure.press('ArrowRight');
    await lines.getByRole('status').getByText('(1, 1)').waitFor();
    await bars.getByRole('application').press('ArrowRight');
    await bars.getByRole('status').getByText('month: A, sales: 28').waitFor();

    for (const [name, colorScheme, width] of [
      ['wide', 'light', 1280],
      ['wide-dark', 'dark', 1280],
      ['phone', 'light', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 1600 });
      const ink = colorScheme === 'dark' ? 'rgb(229, 234, 236)' : 'rgb(26, 32, 35)';
      await bars.locator(`.role-title-text text[fill="${ink}"]`).waitFor();
      await expect.poll(() => widest(bars, lines)).toBeLessThan(width);
      await page.locator('glove-chart').first().scrollIntoViewIfNeeded();
      await page.screenshot({ path: path.join(OUTPUT, `chart-${name}.png`) });
      const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await expect.poll(overhang).toBeLessThanOrEqual(0);
    }
    expect(heard).toEqual([]);
  });
});

describe('nothing is asked of a place elsewhere', () => {
  it('by HTML or a drawing that Python made, whatever is in it', async () => {
    const { origin, heard } = await listenElsewhere();
    const code = `
class Bad:
    def _repr_html_(self):
        return """<p id="seen">seen</p><img src="${origin}/a"><link rel="stylesheet" href="${origin}/b">
        <style>@import "${origin}/c"; p { background: url(${origin}/d) } @font-face { font-family: x; src: url(${origin}/e) } p { font-family: x }</style>
        <meta http-equiv="refresh" content="0; url=${origin}/f"><iframe src="${origin}/g"></iframe><script>fetch("${origin}/h")</script>
        <a href="${origin}/i">go</a><form action="${origin}/j"><button>send</button></form><svg><image href="${origin}/k"/></svg>
        <img srcset="${origin}/l 1x"><video poster="${origin}/m"></video><object data="${origin}/n"></object><base href="${origin}/o/">"""
class Drawing:
    def _repr_svg_(self):
        return '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="${origin}/p" width="9" height="9"/><script>fetch("${origin}/q")</script></svg>'
display(Bad())
display(Drawing())`;
    const { page } = await answer([{ parts: [call(code)] }, { parts: [{ text: 'There.' }] }]);
    const frame = page.frameLocator(SHOWN_HTML);
    await frame.getByText('seen').waitFor();
    await page.getByText('Shown without its scripts and frames, which do not run here.').waitFor();
    await page.locator('glove-picture').waitFor();
    await frame.getByText('go').click();
    await page.waitForTimeout(500);
    expect(heard).toEqual([]);
    await frame.getByText('seen').waitFor();
    expect(await page.locator(SHOWN_HTML).getAttribute('sandbox')).toBe('allow-same-origin');
  });

  it('by a picture in the model’s text, until the user wants it', async () => {
    const { origin, heard, servePicture } = await listenElsewhere();
    const text = `Here: ![a chart](${origin}/x.png?secret=42) and [a link](${origin}/page).`;
    const { page } = await answer([{ parts: [{ text }] }]);
    const placeholder = page.getByRole('group', { name: 'Picture from another site' });
    await placeholder.getByText(`${origin}/x.png?secret=42`).waitFor();
    await page.getByRole('link', { name: 'a link' }).hover();
    await page.screenshot({ path: path.join(OUTPUT, 'output-remote.png'), fullPage: true });
    await page.waitForTimeout(500);
    expect(heard).toEqual([]);
    await placeholder.getByRole('button', { name: 'Load picture' }).click();
    await placeholder.getByText('the server answered 404').waitFor();
    await placeholder.getByRole('link', { name: 'Open in a new tab' }).waitFor();
    servePicture();
    await placeholder.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Enlarge: a chart' }).waitFor();
    expect(heard).toEqual(['/x.png?secret=42', '/x.png?secret=42']);
  });
});
