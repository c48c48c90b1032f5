import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Bytes of the largest precached file: packages may be large. */
const MAX_FILE_SIZE = 256 * 1024 ** 2;

/** Files of the build that the page itself never requests, or not before they are kept in another way. */
const NOT_OF_THE_PAGE = [
  'widget.*',
  'assets/boxSession-*.js',
  'screenshot.png',
  'icon-*.png',
  'THIRD-PARTY.txt',
  'pyodide/frame.html',
  'pyodide/vendored-manifest.json',
  // It opens no Live sessions, which need a network anyway.
  'assets/localLive-*.js',
  // Kept when they are first used: see src/serviceWorker/keptFiles.ts.
  'assets/vegaProgram-*.js',
  'assets/plotlyProgram-*.js',
  'assets/plotlyFullProgram-*.js',
  'assets/bokehProgram-*.js',
  'assets/{de,es,zh}-*.js',
];

/** The page's light background colour, as in its style sheet. A `meta` element of the page gives the dark one. */
const PAPER = '#ffffff';

/**
 * Makes the page installable and available offline: adds a service worker with the list of the build's files and their hashes, and a
 * manifest.
 */
export function pwa(): Plugin[] {
  let folder = '';
  return [
    {
      name: 'glovebox-pwa',
      configResolved({ root, build }) {
        folder = path.resolve(root, build.outDir);
      },
    },
    ...VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/serviceWorker',
      filename: 'serviceWorker.ts',
      // The page registers it, once it has loaded what it needs.
      injectRegister: null,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*'],
        globIgnores: NOT_OF_THE_PAGE,
        maximumFileSizeToCacheInBytes: MAX_FILE_SIZE,
        dontCacheBustURLsMatching: /^assets\//,
        manifestTransforms: [
          async (entries) => ({ manifest: await Promise.all(entries.map((entry) => withHash(entry, folder))) }),
        ],
      },
      integration: {
        // Silences the service worker's own build log.
        configureCustomSWViteBuild: (config) => {
          config.logLevel = 'warn';
        },
      },
      includeManifestIcons: false,
      manifest: {
        name: 'Glovebox: run the Python that AI writes',
        short_name: 'Glovebox',
        description:
          'Ask a question. A Gemini model writes Python, and it runs in a sandbox in your browser, also offline.',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: PAPER,
        theme_color: PAPER,
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
    }),
  ];
}

async function withHash<Entry extends { url: string }>(
  entry: Entry,
  folder: string,
): Promise<Entry & { integrity: string }> {
  const content = await readFile(path.join(folder, entry.url));
  return { ...entry, integrity: `sha256-${createHash('sha256').update(content).digest('base64')}` };
}
