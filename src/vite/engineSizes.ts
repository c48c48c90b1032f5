import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { ENGINE_FILES } from '../protocol.ts';
import { pyodideFolder } from './pyodideFolder.ts';

const ID = 'virtual:engine-sizes';

/** Compiles in how large the engine's files are, because a host that compresses does not say how many bytes a download will have. */
export function engineSizes(): Plugin {
  return {
    name: 'glovebox-engine-sizes',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      const folder = pyodideFolder();
      const names = Object.values(ENGINE_FILES);
      const sizes = await Promise.all(names.map(async (name) => [name, (await stat(path.join(folder, name))).size]));
      return `export default ${JSON.stringify(Object.fromEntries(sizes))};`;
    },
  };
}
