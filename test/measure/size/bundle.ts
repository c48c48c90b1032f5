import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { glovebox } from '../../../src/vite/glovebox.ts';
import { bundledText } from '../../../src/vite/internal/bundledText.ts';
import { engineBuild } from '../../../src/vite/internal/engineBuild.ts';
import { sealedFrame } from '../../../src/vite/internal/sealedFrame.ts';
import { brotli } from './brotli.ts';

type Output = Rolldown.RolldownOutput['output'];

/** Builds a page that imports the sandbox alone, as an application does. */
export function buildHost(): Promise<Output> {
  return buildEntry('host', fileURLToPath(new URL('host.ts', import.meta.url)));
}

/** Builds an app that imports one entry of the package, such as `built-in-model`. */
export function buildAdapter(entry: string): Promise<Output> {
  return buildEntry(entry, fileURLToPath(new URL(`../../../src/entries/${entry}.ts`, import.meta.url)));
}

function buildEntry(name: string, file: string): Promise<Output> {
  return outputOf({
    configFile: false,
    publicDir: false,
    plugins: [bundledText(), sealedFrame(), engineBuild(), glovebox()],
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: { [name]: file }, preserveEntrySignatures: 'strict' },
    },
  });
}

/** Builds this project's page and its widget into a folder. */
export async function buildPage(folder: string): Promise<void> {
  await outputOf({
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    build: { outDir: folder, emptyOutDir: true, reportCompressedSize: false },
  });
}

/** Bytes of a script and of everything that it imports before it runs, compressed. */
export async function firstLoad(output: Output, entry: string): Promise<number> {
  const chunks = new Map(output.flatMap((item) => (item.type === 'chunk' ? [[item.fileName, item]] : [])));
  const start = [...chunks.values()].find(({ isEntry, name }) => isEntry && name === entry);
  if (!start) throw new Error(`There is no entry "${entry}".`);
  const loaded = new Set([start]);
  // A set takes in what is added on the way.
  for (const { imports } of loaded) {
    for (const name of imports) {
      const chunk = chunks.get(name);
      if (chunk) loaded.add(chunk);
    }
  }
  const sizes = await Promise.all([...loaded].map(async ({ code }) => (await brotli(Buffer.from(code))).byteLength));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function outputOf(config: InlineConfig): Promise<Output> {
  const result = await build({ mode: 'production', logLevel: 'error', ...config });
  return [result].flat().flatMap((item) => ('output' in item ? item.output : [])) as Output;
}
