/**
 * Builds the page as a later version of it: no script has the content that it had, and therefore none the name. The variable PUBLIC_FOLDER
 * names what it is served with.
 */
import { defineConfig, mergeConfig } from 'vite';
import page from '../../../../vite.config.ts';

export default mergeConfig(
  page,
  defineConfig({
    plugins: [
      {
        name: 'next-build',
        renderChunk: (code) => ({ code: `/* The next build. */\n${code}`, map: null }),
        transformIndexHtml: (html) => html.replace('<html ', '<html data-build="next" '),
      },
    ],
    publicDir: process.env.PUBLIC_FOLDER ?? 'public',
    build: { minify: false },
  }),
);
