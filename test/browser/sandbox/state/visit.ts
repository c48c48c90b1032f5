/** Visits of a page whose engine no other sandbox uses. */
import { createStore, delMany, get, keys, set } from 'idb-keyval';
import { inject } from 'vitest';
import { Sandbox, type SandboxProgress } from '../../../../src/entries/index.ts';

/** Beside it nothing else keeps the engine, so that closing its sandboxes is leaving the page. */
export const VISITED = `${inject('mirror').origin}/engine/`;
/** What the browser has stored of sandboxes. */
const STORED = createStore('glovebox-files', 'files');

/** The keys of the baselines of an engine. */
export async function kept(folder = VISITED): Promise<string[][]> {
  return (await storedKeys('baseline')).filter(([_kind, base = '']) => base.startsWith(folder));
}

export async function forgetKept(folder = VISITED): Promise<void> {
  await removeStored(await kept(folder));
}

/** The keys of stored files of a kind. */
export async function storedKeys(wanted: 'engine' | 'baseline' | 'session' | 'part'): Promise<string[][]> {
  return (await keys<string[]>(STORED)).filter(([kind]) => kind === wanted);
}

/** Reads a stored file. WebKit has the bytes of one in a private window. */
export async function storedFile(key: string[]): Promise<Blob> {
  const entry = await get<{ file: Blob | ArrayBuffer }>(key, STORED);
  if (!entry) throw new Error(`Nothing is stored as ${key}.`);
  return new Blob([entry.file]);
}

/** Puts another file in the place of a stored one. */
export async function replaceStored(key: string[], file: Blob): Promise<void> {
  await set(key, { ...(await get(key, STORED)), file: await file.arrayBuffer() }, STORED);
}

export async function removeStored(stored: string[][]): Promise<void> {
  await delMany(stored, STORED);
}

export async function visit(
  use: (sandbox: Sandbox, refused: string[]) => Promise<void>,
  assets: string = VISITED,
): Promise<void> {
  const refused: string[] = [];
  const onProgress = (progress: SandboxProgress) => {
    if (progress.step === 'snapshot-refused') refused.push(progress.reason);
  };
  const sandbox = await Sandbox.create({ assets, onProgress });
  try {
    await use(sandbox, refused);
  } finally {
    await sandbox.close();
  }
}
