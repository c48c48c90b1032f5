import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { frameDocument } from '../../sandbox/frame/frameDocument.ts';
import { bundle } from './bundledText.ts';

const SUPERVISOR = fileURLToPath(new URL('../../../worker/supervisor/main.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('../../../worker/python/main.ts', import.meta.url));

/** Builds the document of the sealed frame. Gives its text, its policy and its source files. */
export async function buildFrameDocument(): Promise<{ html: string; policy: string; files: string[] }> {
  // One after the other, since each is a whole build.
  const supervisor = await bundle(SUPERVISOR);
  const worker = await bundle(WORKER);
  return { ...frameDocument(supervisor.code, worker.code, sha256), files: [...supervisor.files, ...worker.files] };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
