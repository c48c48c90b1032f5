import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { glovebox } from './src/vite/glovebox.ts';
import { bundledText } from './src/vite/internal/bundledText.ts';
import { engineBuild } from './src/vite/internal/engineBuild.ts';
import { pwa } from './src/vite/internal/pwa.ts';
import { pyodideFolder } from './src/vite/internal/pyodideFolder.ts';
import { sealedFrame } from './src/vite/internal/sealedFrame.ts';
import { thirdPartyNotices } from './src/vite/internal/thirdPartyNotices.ts';
import { WIDGET, widgetScript } from './src/vite/internal/widgetScript.ts';
import { chromium } from './test/support/browsers/chromium.ts';
import { BUSY_MACHINE, ISOLATED, inBrowser, JUPYTER } from './test/support/browsers/inBrowser.ts';
import { TAGS } from './test/support/tags.ts';
import { TimeByFolder } from './test/support/timeByFolder.ts';

const CHROMIUM = chromium();
const WITHOUT_JSPI = 'test/browser/sandbox/withoutJspi.test.ts';

/** Much of the time of these tests is waiting, so that two files at a time share a small machine well. */
const TWO_AT_A_TIME = 2;

/** Another version of Anthropic's SDK, in a folder. */
function anthropicSdk(folder: string) {
  return [
    { find: /^@anthropic-ai\/sdk$/, replacement: `${folder}/index.mjs` },
    { find: /^@anthropic-ai\/sdk\/(.+)$/, replacement: `${folder}/$1.mjs` },
  ];
}

export default defineConfig({
  base: './',
  // Missing pages are a 404, as on a static host.
  appType: 'mpa',
  // As in an application that depends on the package.
  resolve: {
    alias: [
      { find: /^glovebox$/, replacement: fileURLToPath(new URL('src/entries/index.ts', import.meta.url)) },
      {
        find: /^glovebox\/([\w-]+(\/[\w-]+)?)$/,
        replacement: fileURLToPath(new URL('src/entries/$1.ts', import.meta.url)),
      },
      // Another version of the SDK: see scripts/testSdkVersions.ts.
      ...(process.env.GENAI_SDK ? [{ find: /^@google\/genai(\/web)?$/, replacement: process.env.GENAI_SDK }] : []),
      ...(process.env.OPENAI_SDK ? [{ find: /^openai$/, replacement: process.env.OPENAI_SDK }] : []),
      ...(process.env.ANTHROPIC_SDK ? anthropicSdk(process.env.ANTHROPIC_SDK) : []),
    ],
  },
  plugins: [
    bundledText(),
    sealedFrame(),
    engineBuild(),
    glovebox(),
    widgetScript(),
    thirdPartyNotices({ copied: [pyodideFolder()] }),
    pwa(),
  ],
  // Also in development and tests, since Safari lacks some of the syntax.
  oxc: { target: 'es2022' },
  build: {
    target: 'es2022',
    // For older browsers, light-dark() would be rewritten so that a widget ignored its page's colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The program that draws Plotly's charts in space.
    chunkSizeWarningLimit: 6000,
    // Bundled programs, each a build of its own, take the longest.
    rolldownOptions: { checks: { bundlerTimings: false }, input: { index: 'index.html', ...WIDGET } },
  },
  test: {
    // As for tests: a limit is there to end what hangs.
    expect: { poll: { timeout: 60_000 } },
    tags: TAGS,
    reporters: ['default', new TimeByFolder()],
    projects: [
      // Generated examples take as long as the machine takes: a limit is there to end what hangs.
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: 'test/unit/worker/snapshot/fileReader.ts',
          include: ['test/unit/**/*.test.ts'],
          maxWorkers: TWO_AT_A_TIME,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      inBrowser(CHROMIUM, {
        name: 'browser',
        include: ['test/browser/**/*.test.ts'],
        exclude: [WITHOUT_JSPI],
        starts: [JUPYTER],
        // `npm run test:browsers` runs the same without.
        setupFiles: ['test/browser/littleMemory.ts'],
        group: { order: 1, maxWorkers: TWO_AT_A_TIME },
      }),
      inBrowser(CHROMIUM, {
        name: 'isolated',
        // The frame is made in another way there. What runs in it is the same.
        include: [
          'test/browser/sandbox/{seal,lifecycle/{breakdown,create,many,release},python/run,python/timeout,javascript/run}.test.ts',
        ],
        headers: ISOLATED,
        group: { order: 0, maxWorkers: TWO_AT_A_TIME },
      }),
      inBrowser(CHROMIUM, {
        name: 'security',
        include: ['test/security/*.test.ts'],
        group: { order: 0, maxWorkers: TWO_AT_A_TIME },
      }),
      inBrowser(CHROMIUM, {
        name: 'without-jspi',
        include: [WITHOUT_JSPI, 'test/browser/sandbox/depth.test.ts'],
        hidesJspi: true,
        group: { order: 0, maxWorkers: TWO_AT_A_TIME },
      }),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/globalSetup.ts',
          // The files of a worker share its browser, and with it an engine that is loaded and compiled.
          isolate: false,
          sequence: { groupOrder: 2 },
          maxWorkers: TWO_AT_A_TIME,
          // One goes through all of the page, in four looks.
          testTimeout: 300_000,
          retry: BUSY_MACHINE,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
