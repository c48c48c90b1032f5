import { defineConfig, type HeadConfig } from 'vitepress';
import { markdownOptions } from '../markdown.ts';
import { sidebars } from '../navigation.ts';
import { addressOf, PAGES, placeOf, ROOT, readText } from '../pages.ts';

/** A hidden folder for the caches of the project's tools. */
const CACHE = '../../node_modules/.cache/vitepress';

const [, tagline = ''] = /^# .*\n\n(.*)$/m.exec(readText('README.md')) ?? [];

/** Guides come before the reference and the changelog, and the small words of a question are left out. */
const SEARCH = {
  options: {
    processTerm: (term: string) => {
      const word = term.toLowerCase();
      return /^(?:a|an|and|are|can|do|does|for|how|i|in|is|it|my|of|on|the|to|what|which|with)$/.test(word)
        ? null
        : word;
    },
  },
  searchOptions: {
    boostDocument: (id: string) => (/\/docs\/api\/|changelog|security-probes/i.test(id) ? 0.2 : 1),
  },
};

export default defineConfig({
  title: 'Glovebox',
  description: tagline,
  lang: 'en',
  srcDir: ROOT,
  // All but the pages: the repository has other Markdown, such as the demos.
  srcExclude: ['!(docs)/**/*.md', 'docs/!(api)/**/*.md'],
  rewrites: Object.fromEntries(PAGES.map((page) => [page, placeOf(page)])),
  outDir: 'dist',
  cacheDir: CACHE,
  markdown: markdownOptions,
  transformPageData(page) {
    if (page.filePath === 'README.md') page.frontmatter = frontPage();
  },
  transformHead: ({ siteData }): HeadConfig[] => [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${siteData.base}icon.svg` }],
  ],
  themeConfig: {
    logo: { src: '/icon.svg', alt: '' },
    nav: [
      { text: 'Documentation', link: addressOf('docs/README.md') },
      { text: 'Reference', link: addressOf('docs/api/README.md') },
      { text: 'Changelog', link: addressOf('CHANGELOG.md') },
    ],
    sidebar: sidebars(),
    outline: { level: [2, 3] },
    search: { provider: 'local', options: { detailedView: true, miniSearch: SEARCH } },
  },
  vite: {
    // The one in the root is that of the page.
    configFile: false,
    publicDir: 'docs/site/public',
    // Otherwise each page of the repository is taken for one of this site.
    optimizeDeps: { entries: ['docs/site/.vitepress/theme/index.ts'] },
    // The index of the search, which is loaded when somebody searches.
    build: { chunkSizeWarningLimit: 2000 },
  },
});

function frontPage(): Record<string, unknown> {
  const actions = [
    { text: 'Get started', link: addressOf('docs/getting-started-library.md') },
    { text: 'Documentation', link: addressOf('docs/README.md'), theme: 'alt' },
  ];
  return { layout: 'home', hero: { name: 'Glovebox', tagline, actions } };
}
