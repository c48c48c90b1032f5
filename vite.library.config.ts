/** Builds the library for the package: modules for an application's own bundler, with their dependencies built in. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';
import { bundledText } from './src/vite/internal/bundledText.ts';
import { engineBuild } from './src/vite/internal/engineBuild.ts';
import { sealedFrame } from './src/vite/internal/sealedFrame.ts';
import { thirdPartyNotices } from './src/vite/internal/thirdPartyNotices.ts';

const ENTRIES = readdirSync(path.join(import.meta.dirname, 'src/entries'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/entries/${name}`);

export default defineConfig({
  publicDir: false,
  plugins: [bundledText(), sealedFrame({ file: 'frame.html' }), engineBuild(), thirdPartyNotices()],
  // A bundler moves modules, so the widget looks for its files next to the page and not next to itself.
  define: { 'import.meta.url': 'document.baseURI' },
  build: {
    outDir: 'build/library',
    target: 'es2022',
    // Applications minify by themselves, and their developers can read this code in a debugger.
    minify: false,
    reportCompressedSize: false,
    lib: { entry: [...ENTRIES, 'src/widget/withoutElements.ts'], formats: ['es'] },
    rolldownOptions: {
      // Bundled programs, each a build of its own, take the longest.
      checks: { bundlerTimings: false },
      external: ['@google/genai', 'react', /^lit(\/|$)/],
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        // npm packs no folder named node_modules.
        entryFileNames: ({ name }) => `${name.replace('node_modules/', 'dependencies/')}.js`,
      },
    },
  },
});
