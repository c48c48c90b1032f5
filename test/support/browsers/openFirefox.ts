import puppeteer, { type Browser } from 'puppeteer-core';
import { callInPage } from './callInPage.ts';
import type { OpenBrowser } from './pageProvider.ts';

/** Preferences that keep a test run from asking anything of the network, and from waiting for anything. */
const PREFERENCES = {
  // What goes to any host by its name would be heard by the listener of the tests.
  'network.dns.forceResolve': '127.0.0.1',
  // A hidden page's timers are slowed down.
  'dom.min_background_timeout_value': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
  // Times are rounded to milliseconds otherwise, and some of them moved.
  'privacy.reduceTimerPrecision': false,
};

/** Starts Firefox, which is driven over WebDriver BiDi. */
export function launchFirefox(executablePath: string): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: PREFERENCES,
    // What is called in the page may take minutes.
    protocolTimeout: 0,
  });
}

/** Opens Firefox for Vitest. */
export async function openFirefox(executablePath: string): Promise<OpenBrowser> {
  const browser = await launchFirefox(executablePath);
  const page = await browser.newPage();
  // Such as `firefox/153.7.0`.
  const [, version] = (await browser.version()).split('/');
  return {
    title: `Firefox ${version}`,
    goTo: async (url) => void (await page.goto(url, { timeout: 0, waitUntil: 'domcontentloaded' })),
    call: async <Value>(module: string, name: string, args: readonly unknown[]) =>
      (await page.evaluate(callInPage(module, name, args))) as Value,
    close: () => browser.close(),
  };
}
