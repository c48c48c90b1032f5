import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Its place in the package, relative to the built file. A checkout has the sources instead. */
const PACKAGED = new URL('../library/frame.html', import.meta.url);

/** Reads the document of the sealed frame, byte for byte as the library of the same package expects it. */
export async function readFrame(): Promise<string> {
  if (existsSync(PACKAGED)) return readFile(PACKAGED, 'utf8');
  const { buildFrameDocument } = await import('./buildFrameDocument.ts');
  return (await buildFrameDocument()).html;
}
