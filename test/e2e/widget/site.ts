import type { Page } from 'playwright';
import { newPage, type OpenedPage } from '../openBrowser.ts';
import { serveSite } from './serveSite.ts';

export const SCRIPT = '<script type="module" src="/glovebox/widget.js"></script>';

/** Opens a page of somebody's site that has this in its body. @param files of the site besides, by path */
export async function openSite(
  body: string,
  open = newPage,
  files: Record<string, string> = {},
): Promise<OpenedPage & { origin: string }> {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title>${body}`;
  const origin = await serveSite(html, {}, files);
  const opened = await open();
  opened.page.setDefaultTimeout(90_000);
  await opened.page.goto(origin);
  return { ...opened, origin };
}

export const play = (page: Page) => page.getByRole('button', { name: 'Play the demo' });
export const answer = (page: Page, text: string) => page.locator('glove-markdown-text').getByText(text);
/** The answer of the demo `primes`. */
export const PRIMES_ANSWER = 'The sum of the first 50 prime numbers is 5117.';
