import type { TestProjectInlineConfiguration } from 'vitest/config';
import type { Engine } from './engine.ts';
import { hideJspi } from './hideJspi.ts';
import { servePyodide } from './servePyodide.ts';

/** What a page is served with to be cross-origin isolated. */
export const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Packages that are imported only when they are first needed. */
const LOADED_LATE = [
  '@cfworker/json-schema',
  '@google/genai',
  '@lezer/highlight',
  '@lezer/javascript',
  '@lezer/python',
  '@noble/hashes/sha2.js',
  '@renovatebot/pep440',
  'anser',
  'comlink',
  'dompurify',
  'fflate',
  'katex',
  'marked',
  'valibot',
];

/**
 * How often a test with a browser is tried again: one that waits for what a person would wait for can be overtaken on a machine that does
 * much else. What was tried again is named in the report, and what fails each time fails.
 */
export const BUSY_MACHINE = 2;

/** Starts the Jupyter servers of the tests in that folder. */
export const JUPYTER = 'test/browser/jupyter/globalSetup.ts';

/** Which tests, in what kind of page. */
export interface BrowserProject {
  name: string;
  include: string[];
  /** Left out of these. */
  exclude?: string[];
  /** Modules that start what these tests need besides the servers of all. */
  starts?: string[];
  /** What the page is served with. */
  headers?: Record<string, string>;
  /** Modules that run in the page before the tests of each file. */
  setupFiles?: string[];
  /** Whether the browser runs as one that cannot suspend WebAssembly. */
  hidesJspi?: boolean;
  /** When it runs, and how many files side by side, each in a browser context of its own; by default first, and one by one. */
  group?: Group;
}

/** Projects of the same order run side by side. Vitest wants the same number of workers for them. */
interface Group {
  order: number;
  maxWorkers: number;
}

/** Tests in a real browser. */
export function inBrowser(
  { name: browser, provider }: Engine,
  { name, include, exclude = [], starts = [], headers = {}, setupFiles = [], hidesJspi = false, group }: BrowserProject,
): TestProjectInlineConfiguration {
  return {
    extends: true,
    // The build of Pyodide that many sites pin, beside the one that is shipped.
    plugins: [
      { name: 'other-engine', configureServer: ({ middlewares }) => void middlewares.use(servePyodide('pyodide029')) },
      ...(hidesJspi ? [hideJspi()] : []),
    ],
    server: { headers },
    // Found out in the middle of a test, they would reload it.
    optimizeDeps: { include: LOADED_LATE },
    test: {
      name,
      include,
      exclude,
      setupFiles,
      globalSetup: ['test/browser/globalSetup.ts', ...starts],
      provide: { isolated: 'Cross-Origin-Embedder-Policy' in headers, hidesJspi },
      // A limit is there to end what hangs: some engines take long on a machine that does much else.
      testTimeout: 120_000,
      hookTimeout: 120_000,
      retry: BUSY_MACHINE,
      ...(group && { maxWorkers: group.maxWorkers, sequence: { groupOrder: group.order } }),
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider,
        instances: [{ browser }],
      },
    },
  };
}
