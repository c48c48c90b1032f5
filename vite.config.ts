import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findBrowser, LAUNCH_ARGUMENTS } from './src/cli/findBrowser.ts';
import { bundledText } from './src/vite/bundledText.ts';
import { engineFiles, serveFolder } from './src/vite/engineFiles.ts';

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Packages that are imported only when they are first needed. */
const LOADED_LATE = [
  '@cfworker/json-schema',
  '@google/genai',
  '@lezer/highlight',
  '@lezer/python',
  '@noble/hashes/sha2.js',
  '@renovatebot/pep440',
  'dompurify',
  'fflate',
  'marked',
];

/** Tests in a real browser, in a page that is served with these headers. */
function inBrowser(
  name: string,
  include: string[],
  headers: Record<string, string> = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    // The build of Pyodide that many sites pin, beside the one that is shipped.
    plugins: [
      { name: 'other-engine', configureServer: ({ middlewares }) => void middlewares.use(serveFolder('pyodide029')) },
    ],
    server: { headers },
    // Found out in the middle of a test, they would reload it.
    optimizeDeps: { include: LOADED_LATE },
    test: {
      name,
      include,
      globalSetup: 'test/browser/globalSetup.ts',
      provide: { isolated: 'Cross-Origin-Embedder-Policy' in headers },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { ...findBrowser(), args: LAUNCH_ARGUMENTS } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  base: './',
  // A page that is not there is a 404, as on a static host.
  appType: 'mpa',
  plugins: [bundledText(), engineFiles()],
  build: { target: 'es2022' },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      inBrowser('browser', ['test/browser/**/*.test.ts']),
      inBrowser('isolated', ['test/browser/{sandbox,engine,seal}.test.ts'], ISOLATED),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/globalSetup.ts',
          // The demos build the page that the others look at.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
