import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit({ adapter: adapter() }), glovebox()],
  // The programs that draw charts are larger than Vite expects.
  build: { chunkSizeWarningLimit: 6000 },
});
