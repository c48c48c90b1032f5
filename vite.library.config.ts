/** Builds the library for the package: modules for an application's own bundler, with what they are made of built in. */
import { defineConfig } from 'vite';
import { bundledText } from './src/vite/internal/bundledText.ts';
import { engineBuild } from './src/vite/internal/engineBuild.ts';
import { sealedFrame } from './src/vite/internal/sealedFrame.ts';
import { thirdPartyNotices } from './src/vite/internal/thirdPartyNotices.ts';

export default defineConfig({
  publicDir: false,
  plugins: [bundledText(), sealedFrame({ file: 'frame.html' }), engineBuild(), thirdPartyNotices()],
  // A bundler moves modules about: what the widget looks for beside itself, it finds beside the page.
  define: { 'import.meta.url': 'document.baseURI' },
  build: {
    outDir: 'build/library',
    target: 'es2022',
    // An application minifies by itself, and can read this where it goes wrong.
    minify: false,
    reportCompressedSize: false,
    lib: { entry: ['src/index.ts', 'src/sandbox.ts', 'src/widget.ts'], formats: ['es'] },
    rolldownOptions: {
      // What takes longest are the programs that are there as text, each a build of its own.
      checks: { bundlerTimings: false },
      external: ['@google/genai', /^lit(\/|$)/],
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        // npm packs no folder that is called node_modules.
        entryFileNames: ({ name }) => `${name.replace('node_modules/', 'dependencies/')}.js`,
      },
    },
  },
});
