import type { Plugin } from 'vite';

/** The widget's entry, for a build's `input`. */
export const WIDGET = { widget: 'src/entries/widget.ts' };

/**
 * Gives the widget's script the stable name `widget.js`, next to the page, in builds and in development. The chunks that it imports have
 * hashes in their names.
 *
 * @param options.standsAlone whether the script has in itself all that it imports before it runs. The page's build shares that with the page.
 */
export function widgetScript({ standsAlone = false }: { standsAlone?: boolean } = {}): Plugin {
  return {
    name: 'glovebox-widget-script',
    config: () => ({
      build: {
        rolldownOptions: {
          output: { entryFileNames: ({ name }) => (name in WIDGET ? '[name].js' : 'assets/[name]-[hash].js') },
          // Pages may import its classes.
          preserveEntrySignatures: standsAlone ? 'allow-extension' : 'exports-only',
        },
      },
    }),
    configureServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        if (request.url?.split('?')[0] === '/widget.js') request.url = '/src/entries/widget.ts';
        next();
      });
    },
  };
}
