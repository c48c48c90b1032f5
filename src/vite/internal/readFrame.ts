import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** In the package, seen from the folder that this is built into. A checkout has sources instead. */
const PACKAGED = new URL('../library/frame.html', import.meta.url);

/** Reads the document of the sealed frame. It is, byte for byte, the one that the library of the same package accepts. */
export async function readFrame(): Promise<string> {
  if (existsSync(PACKAGED)) return readFile(PACKAGED, 'utf8');
  const { buildFrameDocument } = await import('./frameDocument.ts');
  return (await buildFrameDocument()).html;
}
