import { PlaywrightBrowserProvider } from '@vitest/browser-playwright';
import type { BrowserProvider } from 'vitest/node';
import type { EngineName } from './engine.ts';

const NAMES: Record<EngineName, string> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

/** The name and the version of the browser that tests have run in. */
export function titleOf(engine: EngineName, provider: BrowserProvider): string | undefined {
  // A provider of our own has it; its class is not the one that would be imported here, for Vite bundles the configuration.
  if ('title' in provider && typeof provider.title === 'string') return provider.title;
  const version = provider instanceof PlaywrightBrowserProvider ? provider.browser?.version() : undefined;
  return version === undefined ? undefined : `${NAMES[engine]} ${version}`;
}
