// @module-tag long
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { mimeTypeOf } from '../../support/staticServer.ts';
import { blocksIn, PAGES } from '../../unit/docs/pages.ts';
import { firstVisit } from '../openBrowser.ts';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));

/** Answers whatever is asked of an origin with the built page, as a static host does. */
async function host(page: Page, origin: string, change: (html: string) => string = (html) => html): Promise<void> {
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1) || 'index.html';
    const bytes = await readFile(path.join(DIST, name)).catch(() => undefined);
    const contentType = mimeTypeOf(name);
    const body = bytes && name === 'index.html' ? change(bytes.toString()) : bytes;
    await route.fulfill(body ? { body, contentType } : { status: 404 });
  });
}

/** Plays the demo of the primes, whose Python runs each time. */
async function playPrimes(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/?demo=primes&pace=instant`);
  await page.waitForSelector('html[data-answer="done"]', { timeout: 100_000 });
  return (await page.getByLabel('Output of the code').textContent()) ?? '';
}

describe('each block of HTML in the documentation', () => {
  const blocks = PAGES.flatMap(blocksIn).filter(
    ({ language, code }) => language === 'html' && code.includes('Content-Security-Policy'),
  );

  it.each(blocks.map((block) => [`${block.file}:${block.line}`, block.code]))(
    '%s, in the place of the policy of the page, lets it work without complaints',
    async (_, block) => {
      const origin = 'https://strict.test';
      const { page, complaints } = await firstVisit();
      await host(page, origin, (html) => {
        const changed = html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, block);
        expect(changed).not.toBe(html);
        return changed;
      });
      expect(await playPrimes(page, origin)).toContain('sum_of_primes=5117');
      expect(complaints).toEqual([]);
    },
  );
});

describe('a page over plain http', () => {
  it('works, and the browser keeps nothing for it', async () => {
    const origin = 'http://plain.test';
    const { page } = await firstVisit();
    await host(page, origin);
    expect(await playPrimes(page, origin)).toContain('sum_of_primes=5117');
    expect(await page.evaluate(() => [isSecureContext, 'caches' in globalThis])).toEqual([false, false]);
  });
});
