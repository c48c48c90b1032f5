/**
 * The engine's files in an application that Vite builds.
 *
 * @module vite
 */
import path from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { DEFAULT_FOLDER, listEngineFolder } from './internal/engineFolder.ts';
import { serveFiles } from './internal/serveFiles.ts';

/** Options of {@link glovebox}. */
export interface GloveboxPluginOptions {
  /**
   * The folder for the engine's files, below the application's base. Give the same folder to the library's option `assets`.
   * @default 'pyodide'
   */
  folder?: string;
  /**
   * A folder with packages from `glovebox vendor --to`, relative to Vite's root. Not needed for packages in the application's public
   * folder, which is the command's default: Vite copies them anyway.
   * @default none
   */
  vendored?: string;
}

/**
 * A Vite plugin that adds the engine's files to the application: it serves them in development and emits them in a build.
 *
 * @throws Error when a page is served or built, if the folder `vendored` is missing
 * @example
 * ```ts
 * import { glovebox } from 'glovebox/vite';
 * import { defineConfig } from 'vite';
 *
 * export default defineConfig({ plugins: [glovebox({ vendored: 'packages' })] });
 * ```
 */
export function glovebox({ folder = DEFAULT_FOLDER, vendored }: GloveboxPluginOptions = {}): Plugin {
  const place = folder.replace(/^\/+|\/+$/g, '');
  let config: ResolvedConfig;
  const list = () =>
    listEngineFolder({
      ...(vendored !== undefined && { vendored: path.resolve(config.root, vendored) }),
      ...(config.publicDir !== '' && { target: path.join(config.publicDir, place) }),
    });
  // If the base is relative, the development server serves the page at the root.
  const start = () => `${config.base.startsWith('/') ? config.base : '/'}${place}/`;
  return {
    name: 'glovebox',
    // A server build has no page.
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
