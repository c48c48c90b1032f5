import type { Plugin } from 'vite';
import { buildFrameDocument } from './buildFrameDocument.ts';

const ID = 'virtual:sealed-frame';

/**
 * Compiles in the document of the sealed frame as text, for pages that do not load it from a file.
 *
 * @param options.file that a build also writes the document to
 */
export function sealedFrame({ file }: { file?: string } = {}): Plugin {
  let source = '';
  return {
    name: 'glovebox-sealed-frame',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      const { html, policy, files } = await buildFrameDocument();
      source = html;
      for (const name of files) this.addWatchFile(name);
      const code = `export const html = ${JSON.stringify(html)};\nexport const policy = ${JSON.stringify(policy)};`;
      return { code, meta: { madeOf: files } };
    },
    generateBundle() {
      if (file !== undefined) this.emitFile({ type: 'asset', fileName: file, source });
    },
  };
}
