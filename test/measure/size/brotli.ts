import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/** What takes half a minute is done once for each content. */
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/glovebox-brotli/', import.meta.url));

/** Compresses as a static host does that does it beforehand: as well as can be. */
export async function brotli(content: Buffer): Promise<Buffer> {
  const file = path.join(CACHE, createHash('sha256').update(content).digest('hex'));
  const before = await readFile(file).catch(() => undefined);
  if (before) return before;
  const compressed = await promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
    },
  });
  await mkdir(CACHE, { recursive: true });
  await writeFile(file, compressed);
  return compressed;
}
