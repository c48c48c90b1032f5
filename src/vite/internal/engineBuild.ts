import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { ENGINE_FILES } from '../../protocol.ts';
import { pyodideFolder } from './pyodideFolder.ts';

const ID = 'virtual:engine-build';

/**
 * Compiles facts about the engine into the build: its version, the sizes of its files, since hosts that compress do not tell the size of a
 * download, and their hash, by which a page recognizes its cached engine and that of a CDN.
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
      const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
      return [
        `export const version = ${JSON.stringify(version)};`,
        `export const sizes = ${JSON.stringify(sizes)};`,
        `export const sha256 = ${JSON.stringify(hash.digest('hex'))};`,
      ].join('\n');
    },
  };
}
