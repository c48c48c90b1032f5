import { compileLibraries } from './libraries.ts';
import { unpackFile } from './pack.ts';
import type { Contents, Snapshot } from './snapshot.ts';

/**
 * Reads a snapshot and compiles its libraries, which takes place while its memory is still being read.
 *
 * @throws SnapshotError if the file can't be read, or holds no snapshot
 */
export async function readFile(file: Blob): Promise<Snapshot> {
  const modules = new WeakMap<Contents, Promise<WebAssembly.Module>>();
  const snapshot = await unpackFile(file, (files) => compileLibraries(files, modules));
  await compileLibraries(snapshot, modules);
  return snapshot;
}
