import { type PlaywrightBrowserProvider, type PlaywrightProviderOptions, playwright } from '@vitest/browser-playwright';
import type { BrowserProviderOption } from 'vitest/node';

/** Playwright as a provider that knows the title of the browser that it has opened, such as `Chromium 156.0`, also when that is closed. */
export function titledPlaywright(name: string, options: PlaywrightProviderOptions = {}): BrowserProviderOption {
  const original = playwright(options);
  return {
    ...original,
    providerFactory(project) {
      const provider = original.providerFactory(project) as PlaywrightBrowserProvider & { title?: string };
      const openPage = provider.openPage.bind(provider);
      provider.openPage = async (...page) => {
        await openPage(...page);
        provider.title = `${name} ${provider.browser?.version()}`;
      };
      return provider;
    },
  };
}
