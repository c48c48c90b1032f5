import { unified } from '@astrojs/markdown-remark';
import { defineConfig } from 'astro/config';
import { gloveboxCells } from 'glovebox/remark';
import { glovebox } from 'glovebox/vite';

export default defineConfig({
  // Blocks that begin with ```python run become cells.
  markdown: {
    processor: unified({ remarkPlugins: [gloveboxCells] }),
    shikiConfig: { themes: { light: 'github-light', dark: 'github-dark' }, defaultColor: 'light-dark()' },
  },
  vite: {
    plugins: [glovebox()],
    // The programs that draw charts are larger than Vite expects.
    build: { chunkSizeWarningLimit: 6000 },
  },
});
