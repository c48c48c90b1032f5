import { gloveboxCells } from 'glovebox/remark';

export default {
  title: 'Lessons',
  url: 'https://lessons.example',
  baseUrl: '/',
  scripts: [{ type: 'module', src: '/glovebox/widget.js' }],
  themeConfig: {
    navbar: { title: 'Lessons' },
    // The cells have the colours of the page.
    colorMode: { respectPrefersColorScheme: true },
  },
  presets: [
    [
      'classic',
      {
        docs: { routeBasePath: '/', remarkPlugins: [gloveboxCells] },
        blog: false,
      },
    ],
  ],
};
