import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import type { PluginOption } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findBrowser, LAUNCH_ARGUMENTS } from './src/cli/findBrowser.ts';
import { bundledText } from './src/vite/bundledText.ts';
import { engineFiles, serveFolder } from './src/vite/engineFiles.ts';
import { sealedFrame } from './src/vite/sealedFrame.ts';
import { WIDGET, widgetScript } from './src/vite/widgetScript.ts';
import { hideJspi } from './test/browser/withoutJspi/hideJspi.ts';

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** What goes to any host of this domain would be heard by the listener of the tests. */
const NAMES_LEAD_HOME = ['--host-resolver-rules=MAP *.leak.example 127.0.0.1'];

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
const BUSY_MACHINE = 2;

/** Tests in a real browser, in a page that is served with these headers and made with these plugins. */
function inBrowser(
  name: string,
  include: string[],
  {
    headers = {},
    plugins = [],
    launchArguments = [],
  }: { headers?: Record<string, string>; plugins?: PluginOption[]; launchArguments?: string[] } = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    // The build of Pyodide that many sites pin, beside the one that is shipped.
    plugins: [
      { name: 'other-engine', configureServer: ({ middlewares }) => void middlewares.use(serveFolder('pyodide029')) },
      ...plugins,
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
      retry: BUSY_MACHINE,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { ...findBrowser(), args: [...LAUNCH_ARGUMENTS, ...launchArguments] } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  base: './',
  // A page that is not there is a 404, as on a static host.
  appType: 'mpa',
  // As in an application that has the package.
  resolve: { alias: [{ find: /^glovebox$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) }] },
  plugins: [bundledText(), sealedFrame(), engineFiles(), widgetScript()],
  build: {
    target: 'es2022',
    // Below that, light-dark() would be rewritten so that a widget did not see the colour scheme of its page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: { input: { index: 'index.html', ...WIDGET } },
  },
  test: {
    projects: [
      // Generated examples take as long as the machine takes: a limit is there to end what hangs.
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      inBrowser('browser', ['test/browser/*.test.ts']),
      inBrowser('isolated', ['test/browser/{sandbox,engine,seal,javascript}.test.ts'], { headers: ISOLATED }),
      inBrowser('security', ['test/security/*.test.ts'], { launchArguments: NAMES_LEAD_HOME }),
      inBrowser('security-isolated', ['test/security/*.test.ts'], {
        headers: ISOLATED,
        launchArguments: NAMES_LEAD_HOME,
      }),
      inBrowser('without-jspi', ['test/browser/withoutJspi/*.test.ts'], { plugins: [hideJspi()] }),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/globalSetup.ts',
          // After the others. Much of their time is waiting, so that two of them share a small machine well.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 120_000,
          retry: BUSY_MACHINE,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
