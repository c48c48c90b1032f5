import type { Plugin } from 'vite';

/** The entry of the widget, for the `input` of a build. */
export const WIDGET = { widget: 'src/widget.ts' };

/**
 * Gives the widget's script a name that other people's pages can rely on, `widget.js`, beside the page: built, and in development. What
 * it imports has names with hashes.
 */
export function widgetScript(): Plugin {
  return {
    name: 'glovebox-widget-script',
    config: () => ({
      build: {
        rolldownOptions: {
          output: { entryFileNames: ({ name }) => (name in WIDGET ? '[name].js' : 'assets/[name]-[hash].js') },
          // Pages may import the classes.
          preserveEntrySignatures: 'exports-only',
        },
      },
    }),
    configureServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        if (request.url?.split('?')[0] === '/widget.js') request.url = '/src/widget.ts';
        next();
      });
    },
  };
}
