import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  // Serves the engine, in development and in builds.
  plugins: [glovebox()],
  // Addresses relative to the page: the build works under any path.
  base: './',
  build: {
    target: 'es2022',
    // The program that draws Plotly's charts loads with the first such chart.
    chunkSizeWarningLimit: 1500,
  },
});
