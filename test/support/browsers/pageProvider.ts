import { defineBrowserProvider } from '@vitest/browser';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';

/** A browser that runs and shows one page. */
export interface OpenBrowser {
  /** Its name and version, such as `Firefox 153.7`. */
  title: string;
  goTo(url: string): Promise<void>;
  /** Calls a function that a module of the page exports. Arguments and value are JSON. */
  call<Value>(module: string, name: string, args: readonly unknown[]): Promise<Value>;
  close(): Promise<void>;
}

/**
 * Has Vitest run its tests in a browser that it has no provider for. All that it takes is to open the page of the tests: they, and what is
 * said about them, go over a socket of that page.
 *
 * @param open starts the browser
 */
export function pageProvider(name: string, open: () => Promise<OpenBrowser>): BrowserProviderOption {
  return defineBrowserProvider({ name, providerFactory: () => new PageProvider(name, open) });
}

class PageProvider implements BrowserProvider {
  readonly supportsParallelism = false;
  readonly name: string;
  /** Of the browser that was opened last, for who reports of it. */
  title: string | undefined;
  readonly #open: () => Promise<OpenBrowser>;
  readonly #browsers = new Map<string, OpenBrowser>();

  constructor(name: string, open: () => Promise<OpenBrowser>) {
    this.name = name;
    this.#open = open;
  }

  getCommandsContext(): Record<string, unknown> {
    return {};
  }

  async openPage(session: string, url: string): Promise<void> {
    await this.#browsers.get(session)?.close();
    const browser = await this.#open();
    this.#browsers.set(session, browser);
    this.title = browser.title;
    await browser.goTo(url);
  }

  async close(): Promise<void> {
    const browsers = [...this.#browsers.values()];
    this.#browsers.clear();
    await Promise.all(browsers.map((browser) => browser.close()));
  }
}
