// @module-tag long
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GloveCell } from '../../../src/entries/widget.ts';
import { axeFindings, expectNothingFromAxe } from '../axe.ts';
import { inEveryLook } from '../looks.ts';
import { PHONE } from '../openBrowser.ts';
import { type BuiltSite, buildSite, visitSite } from './builtSite.ts';

let site: BuiltSite;
beforeAll(async () => {
  site = await buildSite();
}, 300_000);
afterAll(() => site[Symbol.asyncDispose]());

/** What a page of the site has. */
interface Visited {
  links: string[];
  ids: string[];
  /** Pixels by which it is wider than the window. */
  overflow: number;
}

const lookAt = (page: Page): Promise<Visited> =>
  page.evaluate(() => ({
    links: [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    overflow: document.documentElement.scrollWidth - innerWidth,
  }));

/** Visits all pages that links lead to, from the front page. */
async function walk(page: Page, visit: (address: string) => Promise<void>): Promise<Map<string, Visited>> {
  const visited = new Map<string, Visited>();
  const waiting = [site.url];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next)) continue;
    await visit(next);
    const seen = await lookAt(page);
    visited.set(next, seen);
    waiting.push(...seen.links.map(withoutFragment).filter(isPage));
  }
  return visited;
}

const withoutFragment = (link: string) => link.split('#')[0] ?? '';
const isOfSite = (address: string) => new URL(address).origin === new URL(site.url).origin;
const isPage = (address: string) => isOfSite(address) && /(\/|\.html)$/.test(address);

/** @returns the links that lead to no element of the page that they name */
function brokenFragments(visited: Map<string, Visited>): string[] {
  return [...visited].flatMap(([from, { links }]) =>
    links
      .filter((link) => isOfSite(link) && link.includes('#'))
      .filter((link) => {
        const fragment = decodeURIComponent(new URL(link).hash.slice(1));
        return !visited.get(withoutFragment(link))?.ids.includes(fragment);
      })
      .map((link) => `${from} → ${link}`),
  );
}

describe('the site of the documentation', () => {
  it('has every page behind a link, no link that leads nowhere, and fits on a phone', async () => {
    const { page, complaints, visit } = await visitSite(site, PHONE);
    const visited = await walk(page, visit);
    expect([...visited.keys()].toSorted()).toEqual(site.pages.toSorted());
    expect(brokenFragments(visited)).toEqual([]);
    const links = new Set([...visited.values()].flatMap((seen) => seen.links.map(withoutFragment)));
    const files = [...links].filter((link) => isOfSite(link) && !isPage(link));
    expect(files).not.toHaveLength(0);
    for (const file of files) expect(`${(await page.request.get(file)).status()} ${file}`).toBe(`200 ${file}`);
    const tooWide = [...visited].filter(([, { overflow }]) => overflow > 0).map(([address]) => address);
    expect(tooWide).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('finds a word, and opens the section that has it', async () => {
    const { page, complaints, visit } = await visitSite(site);
    await visit(site.url);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('DeadlockError');
    const hit = page.getByRole('option', { name: 'Limits > Threads' });
    await hit.waitFor();
    await inEveryLook(page, 'site-search');
    // VitePress says of the box, and of each hit, that it is a button with others in it.
    const findings = await axeFindings(page);
    expect(findings.filter((finding) => !finding.startsWith('nested-interactive'))).toEqual([]);
    await hit.click();
    await page.waitForURL(`${site.url}limits.html#threads`);
    await page.getByRole('heading', { name: 'Threads' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('runs the cell of its front page', async () => {
    const { page, complaints, visit } = await visitSite(site);
    await visit(site.url);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('glove-cell').getByText('5117').waitFor();
    await inEveryLook(page, 'site-front', { check: () => expectNothingFromAxe(page) });
    expect(complaints).toEqual([]);
  });

  it('gives the cells of a page that was opened by a link', async () => {
    const { page, complaints, visit } = await visitSite(site);
    await visit(`${site.url}overview.html`);
    await page.locator('main').getByRole('link', { name: 'For teachers and writers' }).click();
    const exercise = page.locator('glove-cell');
    // A cell begins when it is seen.
    await exercise.scrollIntoViewIfNeeded();
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.getByText('Not yet. The mean of 1 and 2 is 1.5.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('has no cell that fails', async () => {
    const { page, complaints, visit } = await visitSite(site);
    const failed: string[] = [];
    let cells = 0;
    for (const address of site.pages) {
      const html = await (await page.request.get(address)).text();
      if (!html.includes('<glove-cell')) continue;
      await visit(address);
      const results = await page.evaluate(async () => {
        const each = [...document.querySelectorAll<GloveCell>('glove-cell')];
        return Promise.all(each.map(async (cell) => ({ code: cell.code, ok: (await cell.run())?.ok })));
      });
      cells += results.length;
      failed.push(...results.filter(({ ok }) => !ok).map(({ code }) => `${address}: ${code}`));
    }
    expect(cells).toBeGreaterThan(4);
    expect(failed).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(['overview.html', 'widget.html', 'security.html', 'api/tool.html', 'changelog.html'])(
    'is accessible in every look: %s',
    async (address) => {
      const { page, complaints, visit } = await visitSite(site);
      await visit(site.url + address);
      const name = `site-${address.replace(/\W/g, '-')}`;
      await inEveryLook(page, name, { check: () => expectNothingFromAxe(page) });
      expect(complaints).toEqual([]);
    },
  );
});
