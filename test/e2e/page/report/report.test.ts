// @module-tag long
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { axeFindings } from '../../axe.ts';
import { fakeGemini } from '../../fakeGemini.ts';
import { inEveryLook } from '../../looks.ts';
import { answered, firstVisit, newPage, OUTPUT } from '../../openBrowser.ts';
import { ask, CHART_CLASS, call, choose, enterKey, SHOW_FIGURE, SHOW_PICTURE, said } from '../../userActions.ts';

const URL_OF_PAGE = inject('page');

const gemini = fakeGemini();

const SHOW_ALL = `${CHART_CLASS}${SHOW_PICTURE}${SHOW_FIGURE}
display(Chart("vegalite.v6+json", bars))
print("\\x1b[31mred\\x1b[0m and plain")
[{"city": "Zürich", "people": 443_037}, {"city": "Bern", "people": None}]
`;
/** More lines than fit on the rest of a page, but not more than on a whole one. */
const LONG = Array.from({ length: 30 }, (_, line) => `value_${line} = ${line} ** 2  # the square of ${line}`).join(
  '\n',
);

/** Whatever of this ran or loaded anything would be known. */
const HOSTILE = `
print("</pre><script>window.owned = 'text'</script><img src=x onerror=window.owned='image'>")
display({"text/html": "<b>bold</b><script>window.owned = 'script'</script><img src='ELSEWHERE/html'>"
  "<a href='javascript:window.owned=1' style='background:url(ELSEWHERE/style)'>link</a><style>@import 'ELSEWHERE/css'</style>"}, raw=True)
display({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='top.owned=1'>"
  "<image href='ELSEWHERE/svg'/><script>top.owned = 'svg'</script><circle r='5'/></svg>"}, raw=True)
1 / 0
`;
const HOSTILE_TEXT =
  'The end. <script>window.owned = 1</script> ![picture](ELSEWHERE/markdown) [a link](javascript:alert(1)) $e^{i\\pi}$';

/** A page with a conversation that has everything. */
async function talked(): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
  const { page, complaints } = await newPage();
  const requests = requestsOf(page);
  const elsewhere = (text: string) => text.replaceAll('ELSEWHERE', `${gemini.origin}/elsewhere`);
  const script = gemini.addScript({
    turns: [
      { parts: [{ text: 'I think of **bars**.', thought: true }, { text: 'Here is *all*:' }, call(SHOW_ALL)] },
      { parts: [{ text: '| a | b |\n|---|---|\n| 1 | 2 |\n\nThat is all.' }] },
      { parts: [call(elsewhere(HOSTILE))] },
      { parts: [{ text: elsewhere(HOSTILE_TEXT) }] },
      { parts: [call(LONG)] },
      { parts: [{ text: 'Thirty squares.' }] },
      { parts: [{ text: 'You are welcome.' }] },
    ],
  });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await page
    .getByLabel('Attach files')
    .setInputFiles({ name: 'cities.csv', mimeType: 'text/csv', buffer: Buffer.from('city\nBern\n') });
  for (const [question, answer] of [
    ['Which cities are large?', 'That is all.'],
    ['And <b>what</b> else?', 'The end.'],
    ['Squares, please.', 'Thirty squares.'],
    ['Thank you!', 'You are welcome.'],
  ] as const) {
    await ask(page, question);
    await said(page, answer);
    await answered(page);
  }
  return { page, complaints, requests };
}

/** Opens what the user exports, as a file in a browser that knows nothing of the page. */
async function exported(page: Page): Promise<{ report: Page; complaints: string[]; requests: string[]; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'Export as a web page')]);
  const file = path.join(OUTPUT, 'report.html');
  await download.saveAs(file);
  const { page: report, complaints } = await firstVisit();
  const requests = requestsOf(report);
  await report.goto(`file://${file}`);
  return { report, complaints, requests, text: await readFile(file, 'utf8') };
}

describe('a conversation that is exported as a web page', () => {
  it('is a report with its pictures, charts, tables and colours, wherever it is read', async () => {
    const { page } = await talked();
    const { report, complaints } = await exported(page);
    await report.getByRole('heading', { level: 1, name: 'Which cities are large?' }).waitFor();
    await report.getByText('4 questions · gemini').waitFor();
    expect(await report.getByRole('navigation', { name: 'Contents' }).getByRole('link').allTextContents()).toEqual([
      'Which cities are large?',
      'And <b>what</b> else?',
      'Squares, please.',
      'Thank you!',
    ]);
    const names = await report
      .getByRole('img')
      .evaluateAll((pictures) =>
        pictures.map((picture) => [(picture as HTMLImageElement).alt, (picture as HTMLImageElement).naturalWidth > 0]),
      );
    expect(names).toEqual([
      ['Picture', true],
      [expect.stringMatching(/^Bar chart: Sold/), true],
      [expect.stringMatching(/^Bar chart “Bars”/), true],
      ['Picture', true],
    ]);
    expect(await report.getByRole('row').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/Zürich\s+443037/), expect.stringMatching(/Bern\s+–/)]),
    );
    const colours = await report
      .locator('code .tok-keyword, code .tok-string, .ansi-red')
      .evaluateAll((all) => new Set(all.map((each) => getComputedStyle(each).color)).size);
    expect(colours).toBe(3);
    await report.getByText('ZeroDivisionError: division by zero').waitFor();
    await report.getByRole('math').waitFor();
    const [file] = await Promise.all([
      report.waitForEvent('download'),
      report.getByRole('link', { name: 'cities.csv' }).click(),
    ]);
    expect(await readFile(await file.path(), 'utf8')).toBe('city\nBern\n');
    const found: string[] = [];
    await inEveryLook(report, 'report', {
      fullPage: true,
      check: async () => {
        found.push(...(await axeFindings(report)));
      },
    });
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('runs and loads nothing, whatever the model and its code wrote', async () => {
    const { page, ...before } = await talked();
    const { report, text, ...after } = await exported(page);
    await report.locator('.output').getByText("</pre><script>window.owned = 'text'</script>").waitFor();
    expect(await report.evaluate(() => 'owned' in window)).toBe(false);
    expect(after.requests.filter((address) => !/^(file|data):/.test(address))).toEqual([]);
    expect(before.requests.filter((address) => address.includes('/elsewhere/'))).toEqual([]);
    const active = await report
      .locator('*')
      .evaluateAll((elements) =>
        elements.flatMap((element) => [
          ...(/^(script|iframe|object|embed|link|base|form|svg)$/.test(element.localName) ? [element.localName] : []),
          ...element.getAttributeNames().filter((name) => name.startsWith('on') || name === 'style'),
          ...(/^(https?|mailto|data|#|$)/.test(element.getAttribute('href') ?? '') ? [] : [element.outerHTML]),
        ]),
      );
    expect(active).toEqual([]);
    expect(text).toContain(`content="default-src 'none'; img-src data:;`);
    expect([...before.complaints, ...after.complaints]).toEqual([]);
  });

  it('prints on numbered pages, without thoughts', async () => {
    const { page } = await talked();
    const { report } = await exported(page);
    await report.getByText('The model’s thoughts').click();
    await report.getByText('I think of bars.').waitFor();
    await report.emulateMedia({ media: 'print' });
    expect(await report.getByText('I think of bars.').isVisible()).toBe(false);
    const pdf = await report.pdf({ path: path.join(OUTPUT, 'report.pdf'), format: 'A4' });
    expect(pagesOf(pdf)).toBeGreaterThan(2);
  });
});

describe('the page itself', () => {
  it('prints the conversation alone, unfolded', async () => {
    const { page } = await talked();
    await page.emulateMedia({ media: 'print' });
    const controls = page.getByRole('button', { name: /^(Ask|Copy|Edit|Run|Settings|Show|Conversation)/ });
    expect(await controls.filter({ visible: true }).count()).toBe(0);
    const pdf = await page.pdf({ path: path.join(OUTPUT, 'page.pdf'), format: 'A4' });
    expect(pagesOf(pdf)).toBeGreaterThan(2);
  });
});

/** The addresses that a page asks for from now on. */
function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  return requests;
}

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
