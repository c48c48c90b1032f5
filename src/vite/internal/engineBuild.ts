import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { ENGINE_FILES } from '../../protocol.ts';
import { pyodideFolder } from './pyodideFolder.ts';

const ID = 'virtual:engine-build';

/**
 * Compiles in which engine the build is made for: how large its files are, because a host that compresses does not say how many bytes a
 * download will have, and their hash, by which a page knows the engine that it kept.
 */
export function engineBuild(): Plugin {
  return {
    name: 'glovebox-engine-build',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      const folder = pyodideFolder();
      const names = Object.values(ENGINE_FILES);
      const files = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
      const sizes = Object.fromEntries(names.map((name, index) => [name, files[index]?.byteLength]));
      const hash = createHash('sha256');
      for (const file of files) hash.update(file);
      return `export const sizes = ${JSON.stringify(sizes)};\nexport const sha256 = ${JSON.stringify(hash.digest('hex'))};`;
    },
  };
}
