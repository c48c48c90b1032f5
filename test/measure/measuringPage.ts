/** A page of the checkout's own sources in a browser of any kind, in which something is measured. */
import type { Page } from 'playwright';
import type { Plugin } from 'vite';
import { callInPage } from '../support/browsers/callInPage.ts';
import type { EngineName } from '../support/browsers/engine.ts';
import { findFirefoxProgram, findWebKitPrograms, HOW_TO_GET } from '../support/browsers/findEngine.ts';
import { openFirefox } from '../support/browsers/openFirefox.ts';
import { openWebKit } from '../support/browsers/openWebKit.ts';
import type { OpenBrowser } from '../support/browsers/pageProvider.ts';
import { EMPTY_PAGE, serveSources, withPage } from '../support/openPage.ts';

export interface MeasuringPage extends Pick<OpenBrowser, 'title' | 'call'> {
  reload(): Promise<void>;
  /** What only Chromium can do. */
  chromium?: Page;
}

/**
 * Opens an empty page, and closes the browser and the server after its use.
 *
 * @throws Error that says how to get the browser, if the machine has none
 */
export function withMeasuringPage<Value>(
  engine: EngineName,
  use: (page: MeasuringPage) => Promise<Value>,
  plugins: Plugin[] = [],
): Promise<Value> {
  if (engine !== 'chromium') return withSystemBrowser(engine, use, plugins);
  return withPage(async (page) => {
    const title = `Chromium ${page.context().browser()?.version()}`;
    return use({
      title,
      chromium: page,
      call: (module, name, args) => page.evaluate(callInPage(module, name, args)),
      reload: async () => void (await page.reload()),
    });
  }, plugins);
}

async function withSystemBrowser<Value>(
  engine: 'firefox' | 'webkit',
  use: (page: MeasuringPage) => Promise<Value>,
  plugins: Plugin[],
): Promise<Value> {
  const sources = await serveSources(plugins);
  try {
    const browser = await openSystemBrowser(engine);
    try {
      const reload = () => browser.goTo(sources.url + EMPTY_PAGE);
      await reload();
      return await use({ title: browser.title, call: browser.call, reload });
    } finally {
      await browser.close();
    }
  } finally {
    await sources.close();
  }
}

async function openSystemBrowser(engine: 'firefox' | 'webkit'): Promise<OpenBrowser> {
  const firefox = engine === 'firefox' ? findFirefoxProgram() : undefined;
  const webKit = engine === 'webkit' ? findWebKitPrograms() : undefined;
  if (firefox !== undefined) return openFirefox(firefox);
  if (webKit) return openWebKit(webKit);
  throw new Error(`There is no ${engine} on this machine: ${HOW_TO_GET[engine]}`);
}
