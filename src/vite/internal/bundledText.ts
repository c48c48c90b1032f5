import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { compactPython } from './compactPython.ts';
import { harnessVersion } from './harnessVersion.ts';

const SUFFIX = '?bundled';

/**
 * Makes `import text from './entry.ts?bundled'` give the program that starts at `entry.ts`, bundled as the text of one classic script.
 *
 * The sealed frame has no origin to load scripts from and starts only classic workers, so its programs travel as text.
 */
export function bundledText(): Plugin {
  return {
    name: 'glovebox-bundled-text',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return null;
      const resolved = await this.resolve(source.slice(0, -SUFFIX.length), importer, { skipSelf: true });
      return resolved && resolved.id + SUFFIX;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const { code, files } = await bundle(id.slice(0, -SUFFIX.length));
      for (const file of files) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(code)};`, map: null, meta: { madeOf: files } };
    },
  };
}

/** Bundles the program that starts at `entry` as one classic script, and lists its source files. */
export async function bundle(entry: string): Promise<{ code: string; files: string[] }> {
  const result = await build({
    configFile: false,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    publicDir: false,
    plugins: [compactPython(), harnessVersion()],
    logLevel: 'error',
    build: { write: false, target: 'es2022', rolldownOptions: { input: entry, output: { format: 'iife' } } },
  });
  const output = [result].flat().flatMap((item) => ('output' in item ? item.output : []));
  const chunk = output.find((item) => item.type === 'chunk');
  if (!chunk) throw new Error(`Bundling ${entry} made no script.`);
  return {
    code: chunk.code,
    files: chunk.moduleIds.filter((id) => id.startsWith('/')).map((id) => id.split('?')[0] ?? id),
  };
}
