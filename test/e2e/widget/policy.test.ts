// @module-tag long
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstVisit, newPage, OUTPUT } from '../openBrowser.ts';
import { SHOW_TABLE, SHOWN_HTML } from '../userActions.ts';
import { serveSite } from './serveSite.ts';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A strict site</title>
  <script type="module" src="/glovebox/widget.js"></script>
  <glove-box demo="primes" pace="instant"><p>Without the script there is only this.</p></glove-box>
  <glove-cell><pre>
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
with open("dot.png", "wb") as file:
    file.write(b"\\x89PNG\\r\\n\\x1a\\n" + header + chunk(b"IDAT", zlib.compress(b"\\0\\0\\0\\0")) + chunk(b"IEND", b""))
print("sealed")</pre></glove-cell>`;

let documented: string;
beforeAll(async () => {
  const documentation = await readFile(new URL('../../../docs/widget.md', import.meta.url), 'utf8');
  documented = /^Content-Security-Policy: (.+)$/m.exec(documentation)?.[1] ?? '';
});

/** Opens the page with the policy that is documented, changed. */
async function openStrict(
  change: (directives: string[]) => string[] = (directives) => directives,
  { html = PAGE, open = newPage } = {},
) {
  const policy = change(documented.split('; ')).join('; ');
  const origin = await serveSite(html, { 'Content-Security-Policy': policy });
  const opened = await open();
  opened.page.setDefaultTimeout(90_000);
  await opened.page.goto(origin);
  return opened;
}

const without = (name: string) => (directives: string[]) => directives.filter((each) => !each.startsWith(`${name} `));
const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();
const play = (page: Page) => page.getByRole('button', { name: 'Play the demo' }).click();

describe('a page with a strict Content-Security-Policy', () => {
  it('has a box and a cell that work with the policy that docs/widget.md gives, and the browser complains of nothing', async () => {
    const { page, complaints } = await openStrict();
    await play(page);
    await page.getByText('The sum of the first 50 prime numbers is 5117.').waitFor();
    await run(page);
    await page.locator('glove-cell').getByText('sealed', { exact: true }).waitFor();
    const picture = page.locator('glove-cell').getByRole('img').first();
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    const source = await page.locator('iframe[title="Python sandbox"]').getAttribute('src');
    expect(source).toMatch(/\/glovebox\/pyodide\/frame\.html#\d+$/);
    expect(complaints).toEqual([]);
  });

  it('is told which directive a frame needs, without waiting', async () => {
    const { page } = await openStrict(without('frame-src'));
    await run(page);
    await page.getByText(/frame-src has to allow http/).waitFor();
    await page
      .locator('glove-cell')
      .getByText('This page’s security policy blocks something that is needed here.')
      .waitFor();
    expect(await page.locator('glove-cell').getByRole('alert').count()).toBe(0);
    await play(page);
    await page
      .locator('glove-box')
      .getByText('This page’s security policy blocks something that is needed here.')
      .waitFor();
    await page
      .locator('glove-box')
      .getByText('This page’s security policy blocks it. Only its author can change that.')
      .waitFor();
  });

  it('reads once what its author has to change, however many elements there are, and so does the console', async () => {
    const { page, complaints } = await openStrict(without('frame-src'), {
      html: PAGE + '<glove-cell>print(2)</glove-cell>'.repeat(3),
    });
    const cells = page.locator('glove-cell');
    for (const index of [0, 1, 2, 3]) {
      await cells.nth(index).getByRole('button', { name: 'Run', exact: true }).click();
      await cells.nth(index).getByText('This page’s security policy blocks something that is needed here.').waitFor();
    }
    expect(await page.getByText(/frame-src has to allow http/).count()).toBe(1);
    expect(complaints.filter((words) => words.startsWith('This page’s Content-Security-Policy'))).toHaveLength(1);
    await page.screenshot({ path: path.join(OUTPUT, 'policy-refused.png'), fullPage: true });
  });

  it('shows HTML that code made as it shows it elsewhere: its height, its colours, its pictures', async () => {
    const code = `${SHOW_TABLE}
display(Table(3))
class Styled:
    def _repr_html_(self):
        return '<style>#a td { color: rgb(1, 2, 3) }</style><table id="a"><tr><td style="background: rgb(4, 5, 6)">styled</td></tr></table>'
Styled()`;
    const cell = `<script type="module" src="/glovebox/widget.js"></script><glove-cell><script type="text/python">${code}</script></glove-cell>`;
    const { page, complaints } = await openStrict(undefined, {
      html: `<!doctype html><title>A strict site</title>${cell}`,
    });
    await run(page);
    const frames = page.locator(SHOWN_HTML);
    const styled = frames.nth(1).contentFrame().getByRole('cell', { name: 'styled' });
    await styled.waitFor();
    const look = () =>
      styled.evaluate((element) => {
        const { color, backgroundColor } = getComputedStyle(element);
        return { color, backgroundColor };
      });
    await expect.poll(look).toEqual({ color: 'rgb(1, 2, 3)', backgroundColor: 'rgb(4, 5, 6)' });
    const first = frames.first().contentFrame().getByRole('table');
    const heightOf = async (place: Locator) => (await place.boundingBox())?.height ?? 0;
    await expect.poll(async () => (await heightOf(frames.first())) - (await heightOf(first))).toBe(0);
    await page.screenshot({ path: path.join(OUTPUT, 'policy-html.png'), fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('is told which directive a download needs', async () => {
    const { page } = await openStrict(without('connect-src'), { open: firstVisit });
    await run(page);
    await page
      .locator('glove-cell')
      .getByText('This page’s security policy blocks something that is needed here.')
      .waitFor();
    await page
      .getByText(/connect-src has to allow http/)
      .first()
      .waitFor();
    await page
      .locator('glove-box')
      .getByText('This page’s security policy blocks something that is needed here.')
      .waitFor();
  });

  it('is told which directive a picture needs', async () => {
    const { page } = await openStrict(without('img-src'));
    await run(page);
    await page.locator('glove-cell').getByText('img-src has to allow data:').waitFor();
  });

  it('shows what is inside the elements if the script itself is refused, and the browser says why', async () => {
    const { page, complaints } = await openStrict(without('script-src'));
    await expect.poll(() => complaints.join()).toMatch(/script-src/);
    expect(await page.getByText('Without the script there is only this.').isVisible()).toBe(true);
  });

  it('can have the frame made from text instead, which takes more', async () => {
    const allowed = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:";
    const { page } = await openStrict((directives) => [...without('script-src')(directives), allowed]);
    await page.evaluate(() => document.querySelector('glove-cell')?.setAttribute('frame-url', ''));
    await run(page);
    await page.locator('glove-cell').getByText('sealed', { exact: true }).waitFor();
    expect(await page.locator('iframe[title="Python sandbox"]').getAttribute('src')).toBeNull();
  });

  it.each([
    ["'unsafe-inline'", /script-src needs 'sha256-[\w+/]+=' \(or 'unsafe-inline'\)/],
    ["'wasm-unsafe-eval'", /script-src needs 'wasm-unsafe-eval'\./],
    [' blob:;', /script-src needs blob:\./],
  ])('is told what such a frame lacks: %s', async (lacking, told) => {
    const allowed = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:".replace(
      lacking,
      ';',
    );
    const { page } = await openStrict((directives) => [...without('script-src')(directives), allowed], {
      open: firstVisit,
    });
    await page.evaluate(() => document.querySelector('glove-cell')?.setAttribute('frame-url', ''));
    await run(page);
    const cell = page.locator('glove-cell');
    await cell.getByText('This page’s security policy blocks it. Only its author can change that.').waitFor();
    await cell.getByText(told).waitFor();
  });
});
