import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { sealedDocument } from '../sandbox/sealedDocument.ts';
import { bundle } from './bundledText.ts';

const ID = 'virtual:sealed-frame';
const SUPERVISOR = fileURLToPath(new URL('../../worker/frame.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('../../worker/worker.ts', import.meta.url));
/** Beside the engine's files, where a page looks for it. */
const FILE = 'pyodide/frame.html';

/**
 * Makes the document of the sealed frame: as text, for pages that need no file of it, and as a file beside the engine, for pages whose
 * policy would also bind a frame that is made from text.
 */
export function sealedFrame(): Plugin {
  return {
    name: 'glovebox-sealed-frame',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      const { html, policy, files } = await makeDocument();
      for (const file of files) this.addWatchFile(file);
      return `export const html = ${JSON.stringify(html)};\nexport const policy = ${JSON.stringify(policy)};`;
    },
    configureServer({ middlewares, config }) {
      middlewares.use(async (request, response, next) => {
        if (request.url?.split('?')[0] !== `/${FILE}`) return next();
        // In a cross-origin-isolated page a frame has to be served as the page is.
        for (const [name, value] of Object.entries(config.server.headers ?? {})) {
          if (value !== undefined) response.setHeader(name, value);
        }
        response.setHeader('Allow-CSP-From', '*');
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end((await makeDocument()).html);
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: (await makeDocument()).html });
    },
  };
}

async function makeDocument(): Promise<{ html: string; policy: string; files: string[] }> {
  // One after the other: each is a build of its own.
  const supervisor = await bundle(SUPERVISOR);
  const worker = await bundle(WORKER);
  return { ...sealedDocument(supervisor.code, worker.code, sha256), files: [...supervisor.files, ...worker.files] };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
