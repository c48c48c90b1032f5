import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  // Serves the engine, in development and in builds.
  plugins: [glovebox()],
  // Addresses relative to the page: the build works under any path.
  base: './',
  build: {
    target: 'es2022',
    // The programs that draw charts are larger than others. Each loads with its first chart.
    chunkSizeWarningLimit: 6000,
  },
});
