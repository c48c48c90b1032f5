import type { BrowserProviderOption } from 'vitest/node';

/** The kinds of browsers that there are. */
export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type EngineName = (typeof ENGINES)[number];

/** How the page of the tests is served. */
export const MODES = ['plain', 'isolated'] as const;
export type Mode = (typeof MODES)[number];

/** What is run: what the library does, or what hostile code tries. */
export const SUITES = ['browser', 'security'] as const;
export type Suite = (typeof SUITES)[number];

/** A browser of this machine, and how Vitest opens it. */
export interface Engine {
  name: EngineName;
  provider: BrowserProviderOption;
}

export const projectName = (suite: Suite, engine: EngineName, mode: Mode) => `${suite}-${engine}-${mode}`;
