/** The page's files as a static host has them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ENGINE_FILES } from '../../../src/protocol.ts';
import { brotli } from './brotli.ts';

/** A host has its files compressed before anyone asks. */
export async function compressAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await brotli(await readFile(path.join(entry.parentPath, entry.name)));
  }
}

/** Bytes of Pyodide's own files, compressed. */
export async function sizeOfCore(folder: string): Promise<number> {
  let size = 0;
  for (const name of Object.values(ENGINE_FILES)) {
    size += (await brotli(await readFile(path.join(folder, 'pyodide', name)))).byteLength;
  }
  return size;
}

/**
 * Bytes of one of the page's scripts, compressed.
 *
 * @param name without the hash that the build adds
 */
export async function sizeOfFile(folder: string, name: string): Promise<number> {
  const files = await readdir(path.join(folder, 'assets'));
  const file = files.find((each) => each.startsWith(`${name}-`));
  if (file === undefined) throw new Error(`There is no script "${name}".`);
  return (await brotli(await readFile(path.join(folder, 'assets', file)))).byteLength;
}
