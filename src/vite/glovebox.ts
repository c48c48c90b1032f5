import path from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { DEFAULT_FOLDER, listEngineFolder } from './internal/engineFolder.ts';
import { serveFiles } from './internal/serveFiles.ts';

/** What can be chosen for {@link glovebox}. */
export interface GloveboxPluginOptions {
  /**
   * Where the engine's files are to be, below the application's base: what the library's option `assets` names.
   * @default 'pyodide'
   */
  folder?: string;
  /**
   * A folder that `glovebox vendor --to` has put packages into, relative to Vite's root. One in the application's public folder, where
   * that command puts them by itself, need not be named: Vite takes it along.
   * @default none
   */
  vendored?: string;
}

/**
 * A plugin of Vite that puts the engine's files beside the page: served in development, written by a build.
 *
 * @throws Error when a page is served or built, and the folder `vendored` is missing
 */
export function glovebox({ folder = DEFAULT_FOLDER, vendored }: GloveboxPluginOptions = {}): Plugin {
  const place = folder.replace(/^\/+|\/+$/g, '');
  let config: ResolvedConfig;
  const list = () =>
    listEngineFolder({
      ...(vendored !== undefined && { vendored: path.resolve(config.root, vendored) }),
      ...(config.publicDir !== '' && { target: path.join(config.publicDir, place) }),
    });
  // With a relative base, the page is served at the root.
  const start = () => `${config.base.startsWith('/') ? config.base : '/'}${place}/`;
  return {
    name: 'glovebox',
    // A build for a server has no page.
    applyToEnvironment: (environment) => environment.config.consumer === 'client',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer({ middlewares }) {
      middlewares.use(serveFiles({ folder: start, list, headers: () => config.server.headers ?? {} }));
    },
    async generateBundle() {
      for (const { name, read } of await list()) {
        this.emitFile({ type: 'asset', fileName: `${place}/${name}`, source: await read() });
      }
    },
  };
}
