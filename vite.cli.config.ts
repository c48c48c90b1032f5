/** Builds `glovebox` for the package: Node runs no TypeScript that is installed. */
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: { ssr: 'src/cli/glovebox.ts', outDir: 'build/cli', target: 'node20' },
});
