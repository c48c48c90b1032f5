import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';
import { ENGINE_FILES } from '../protocol.ts';

const FOLDER = 'pyodide';
const SIZES = 'virtual:engine-sizes';
const TYPES: Readonly<Record<string, string>> = {
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
  const source = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const fileOf = (name: string) => path.join(source, name);
  return {
    name: 'glovebox-engine-files',
    resolveId: (id) => (id === SIZES ? `\0${SIZES}` : null),
    async load(id) {
      if (id !== `\0${SIZES}`) return null;
      const sizes = await Promise.all(ENGINE_FILES.map(async (name) => [name, (await stat(fileOf(name))).size]));
      return `export default ${JSON.stringify(Object.fromEntries(sizes))};`;
    },
    configureServer(server) {
      server.middlewares.use(serve(fileOf));
    },
    async generateBundle() {
      for (const name of ENGINE_FILES) {
        this.emitFile({ type: 'asset', fileName: `${FOLDER}/${name}`, source: await readFile(fileOf(name)) });
      }
    },
  };
}

function serve(fileOf: (name: string) => string): Connect.NextHandleFunction {
  return (request, response, next) => {
    const [, folder, name] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    if (folder !== FOLDER || !ENGINE_FILES.some((known) => known === name) || !name) return next();
    response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    createReadStream(fileOf(name)).pipe(response);
  };
}
