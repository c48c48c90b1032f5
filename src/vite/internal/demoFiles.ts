import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const DEMOS = fileURLToPath(new URL('../../../public/demos', import.meta.url));

/** Adds the recorded conversations to a build that has no other public files: `<glove-box demo="primes">` looks for them there. */
export function demoFiles(): Plugin {
  return {
    name: 'glovebox-demo-files',
    async generateBundle() {
      for (const name of await readdir(DEMOS)) {
        this.emitFile({ type: 'asset', fileName: `demos/${name}`, source: await readFile(path.join(DEMOS, name)) });
      }
    },
  };
}
