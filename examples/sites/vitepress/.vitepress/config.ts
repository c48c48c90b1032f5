import { gloveboxCells } from 'glovebox/markdown-it';
import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Lessons',
  description: 'Lessons with cells that readers run and change.',
  srcExclude: ['README.md'],
  // With v-pre, Vue leaves the code as it is.
  markdown: { config: (markdown) => markdown.use(gloveboxCells, { attributes: { 'v-pre': '' } }) },
  head: [['script', { type: 'module', src: '/glovebox/widget.js' }]],
});
