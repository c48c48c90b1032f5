/** How a page looks: wide and on the narrowest phone, in light and in dark colours. */
import path from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { OUTPUT } from './openBrowser.ts';

const WIDE = { width: 1280, height: 900 };
/** The narrowest that a page has to be right in. @see https://www.w3.org/WAI/WCAG22/Understanding/reflow */
const NARROW = { width: 320, height: 700 };

const LOOKS = [
  ['wide', 'light', WIDE],
  ['wide-dark', 'dark', WIDE],
  ['phone-dark', 'dark', NARROW],
  ['phone', 'light', NARROW],
] as const;

/** What is done in each look besides. */
interface Looking {
  /** Called before the screenshot. */
  check?: () => Promise<void>;
  fullPage?: boolean;
}

/**
 * Leaves a screenshot of the page in every look, `test/output/NAME-LOOK.png`, and fails if anything is wider than the page. The page is as
 * it was afterwards: one visit is looked at in all ways, since a visit takes longer than a look.
 */
export async function inEveryLook(page: Page, name: string, { check, fullPage = false }: Looking = {}): Promise<void> {
  const before = page.viewportSize();
  for (const [look, colorScheme, viewport] of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await expect.poll(() => overflow(page), { message: `${name} in ${look} is too wide` }).toBeLessThanOrEqual(0);
    await check?.();
    await page.screenshot({ path: path.join(OUTPUT, `${name}-${look}.png`), fullPage });
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** Pixels by which something is wider than the page. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
