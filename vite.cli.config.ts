/** Builds what runs in Node for the package, `glovebox` and the plugin of Vite: Node runs no TypeScript that is installed. */
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  // What else the two are made of is no dependency of the package.
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'build/node',
    target: 'node20',
    rolldownOptions: {
      input: { glovebox: 'src/cli/glovebox.ts', vite: 'src/vite/glovebox.ts' },
      output: { chunkFileNames: '[name].js' },
      // The package has the frame that this would make.
      external: [/\/frameDocument\.ts$/],
    },
  },
});
