/** `npm run screenshot`: takes the README's screenshot, of the page with a demo. */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { LAUNCH_ARGUMENTS } from './findBrowser.ts';
import { ensureBrowser } from './installBrowser.ts';
import { servePageApart } from './servePage.ts';

const FILE = fileURLToPath(new URL('../public/screenshot.png', import.meta.url));
const WIDTH = 1280;

const served = await servePageApart();
const browser = await chromium.launch({ ...ensureBrowser(), args: LAUNCH_ARGUMENTS });
try {
  const page = await browser.newPage({ colorScheme: 'light', viewport: { width: WIDTH, height: 800 } });
  await page.goto(`${served.url}?demo=primes&pace=instant`);
  await page.waitForSelector('html[data-answer="done"][data-engine="ready"]');
  await page.waitForLoadState('networkidle');
  // As tall as the conversation, so that sticky elements cover none of it.
  await page.setViewportSize({
    width: WIDTH,
    height: await page.evaluate(() => document.documentElement.scrollHeight),
  });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: FILE });
} finally {
  await browser.close();
  await served.close();
}
