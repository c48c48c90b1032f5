import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';
import { CLASSIC_FACTORY, ENGINE_FILES } from '../protocol.ts';

const SIZES = 'virtual:engine-sizes';
const NAMES: string[] = Object.values(ENGINE_FILES);
const SERVED = [...NAMES, CLASSIC_FACTORY];
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.zip': 'application/zip',
};

/**
 * Puts the engine's files beside the page, at `pyodide/`: served from the `pyodide` package in development, copied by a build.
 *
 * Their sizes are compiled in, because a host that compresses does not say how many bytes a download will have.
 */
export function engineFiles(): Plugin {
  const fileOf = filesOf('pyodide');
  return {
    name: 'glovebox-engine-files',
    resolveId: (id) => (id === SIZES ? `\0${SIZES}` : null),
    async load(id) {
      if (id !== `\0${SIZES}`) return null;
      const sizes = await Promise.all(NAMES.map(async (name) => [name, (await stat(fileOf(name))).size]));
      return `export default ${JSON.stringify(Object.fromEntries(sizes))};`;
    },
    configureServer(server) {
      server.middlewares.use(serveFolder('pyodide'));
    },
    async generateBundle() {
      for (const name of NAMES) {
        this.emitFile({ type: 'asset', fileName: `pyodide/${name}`, source: await readFile(fileOf(name)) });
      }
    },
  };
}

/** Serves the engine's files out of an installed package, at a folder that is called as the package is. */
export function serveFolder(packageName: string): Connect.NextHandleFunction {
  const fileOf = filesOf(packageName);
  return (request, response, next) => {
    const [, folder, name] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    if (folder !== packageName || !name || !SERVED.includes(name) || !existsSync(fileOf(name))) return next();
    response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    createReadStream(fileOf(name)).pipe(response);
  };
}

function filesOf(packageName: string): (name: string) => string {
  const folder = path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  return (name) => path.join(folder, name);
}
