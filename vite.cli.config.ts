/** Builds the package's programs for Node, the command `glovebox` and the Vite plugin: Node runs no TypeScript from `node_modules`. */
import { defineConfig } from 'vite';
import { thirdPartyNotices } from './src/vite/internal/thirdPartyNotices.ts';

export default defineConfig({
  publicDir: false,
  plugins: [thirdPartyNotices()],
  // The package does not depend on the other packages that they import.
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'build/node',
    target: 'node20',
    rolldownOptions: {
      input: { glovebox: 'src/cli/glovebox.ts', vite: 'src/vite/glovebox.ts' },
      output: { chunkFileNames: '[name].js' },
      // Builds the frame's document, which the package contains already.
      external: [/\/buildFrameDocument\.ts$/],
    },
  },
});
