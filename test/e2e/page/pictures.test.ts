// @module-tag long
/** Pictures on the page: their size, and what is around them. */
import path from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { fakeGemini } from '../fakeGemini.ts';
import { answered, firstVisit, newPage, OUTPUT } from '../openBrowser.ts';
import { ask, call, enterKey, SHOW_PICTURE } from '../userActions.ts';

const URL_OF_PAGE = inject('page');
const gemini = fakeGemini();

/** Matplotlib as far as it concerns the page: it draws with the dots that it is asked for, and writes down what it is told. */
const DRAW_FIGURE = `${SHOW_PICTURE}
import sys, types
class Figure:
    dpi = 100
    def get_size_inches(self):
        return (4, 3)
    def savefig(self, file, format, dpi, metadata):
        plain = png(int(4 * dpi), int(3 * dpi), (40, 40, 40))
        texts = b"".join(b"tEXt" + f"{name}\\0{text}".encode("latin-1") for name, text in (metadata or {}).items())
        chunk = struct.pack(">I", len(texts) - 4) + texts + struct.pack(">I", zlib.crc32(texts)) if texts else b""
        file.write(plain[:33] + chunk + plain[33:])
sys.modules["matplotlib.figure"] = types.SimpleNamespace(Figure=Figure)
display(Figure())
`;

/** How much of a screenshot is white, from 0 to 1. */
async function shareOfWhite(page: Page, screenshot: Buffer): Promise<number> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    const isWhite = (at: number) => [0, 1, 2].every((place) => (data[at + place] ?? 0) > 250);
    return data.filter((_, at) => at % 4 === 0 && isWhite(at)).length / (data.length / 4);
  }, screenshot.toString('base64'));
}

async function draw(page: Page, code: string): Promise<void> {
  const script = gemini.addScript({ turns: [{ parts: [call(code)] }, { parts: [{ text: 'Done.' }] }] });
  await page.goto(URL_OF_PAGE);
  await enterKey(page, script.baseUrl);
  await ask(page, 'Draw.');
  await answered(page);
}

const sizeOf = (image: HTMLImageElement) => [image.naturalWidth, image.width, image.height];

describe('a picture', () => {
  it('of matplotlib has the pixels of a dense screen in the size of any other', async () => {
    const { page, complaints } = await firstVisit({ deviceScaleFactor: 2, colorScheme: 'dark' });
    await draw(page, DRAW_FIGURE);
    const figure = page.locator('glove-picture .open img[width="400"]');
    await figure.waitFor();
    await expect.poll(() => figure.evaluate(sizeOf)).toEqual([800, 400, 300]);
    await page.screenshot({ path: path.join(OUTPUT, 'dense-dark.png'), fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('that is higher than the screen keeps its shape, small and large', async () => {
    const { page } = await newPage();
    await draw(page, SHOW_PICTURE.replace('png(1200, 800', 'png(900, 1800'));
    const opener = page.getByRole('button', { name: 'Enlarge: Picture from the code' });
    await expect.poll(() => opener.locator('img').evaluate(sizeOf)).toEqual([900, 256, 512]);
    await opener.click();
    const large = page.locator('glove-picture .stage img');
    await expect.poll(async () => (await large.evaluate(sizeOf))[0]).toBe(900);
    const [, width = 0, height = 0] = await large.evaluate(sizeOf);
    expect(height).toBeLessThan(900);
    expect(Math.abs(height - 2 * width)).toBeLessThanOrEqual(2);
  });

  it('has no white edge on a dark page', async () => {
    const { page } = await newPage({ colorScheme: 'dark' });
    await draw(page, SHOW_PICTURE);
    const picture = page.getByRole('button', { name: 'Enlarge: Picture from the code' });
    expect(await shareOfWhite(page, await picture.screenshot())).toBe(0);
  });

  it('that is transparent is on white on a dark page, small and large', async () => {
    const { page } = await newPage({ colorScheme: 'dark' });
    const transparent = SHOW_PICTURE.replace('8, 2, 0', '8, 6, 0').replace('(13, 107, 110)', '(13, 107, 110, 0)');
    await draw(page, transparent);
    const picture = page.getByRole('button', { name: 'Enlarge: Picture from the code' });
    await expect.poll(async () => shareOfWhite(page, await picture.screenshot())).toBeGreaterThan(0.9);
    await picture.click();
    const large = page.locator('glove-picture .stage img');
    await expect.poll(async () => shareOfWhite(page, await large.screenshot())).toBeGreaterThan(0.9);
  });
});
