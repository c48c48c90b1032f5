/** Builds the widget for the package, as one folder of static files: CDNs serve it to pages of any origin, and `glovebox widget` copies it. */
import { defineConfig } from 'vite';
import { bundledText } from './src/vite/internal/bundledText.ts';
import { checkedParts } from './src/vite/internal/checkedParts.ts';
import { demoFiles } from './src/vite/internal/demoFiles.ts';
import { engineBuild } from './src/vite/internal/engineBuild.ts';
import { sealedFrame } from './src/vite/internal/sealedFrame.ts';
import { thirdPartyNotices } from './src/vite/internal/thirdPartyNotices.ts';
import { WIDGET, widgetScript } from './src/vite/internal/widgetScript.ts';

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [
    bundledText(),
    sealedFrame(),
    engineBuild(),
    checkedParts(),
    widgetScript({ standsAlone: true }),
    demoFiles(),
    thirdPartyNotices(),
  ],
  build: {
    outDir: 'build/cdn',
    target: 'es2022',
    // As in vite.config.ts.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
    // The program that draws Plotly's charts.
    chunkSizeWarningLimit: 1500,
    // The entry does it, and checks what it loads.
    modulePreload: false,
    rolldownOptions: {
      // Bundled programs, each a build of its own, take the longest.
      checks: { bundlerTimings: false },
      input: WIDGET,
    },
  },
});
