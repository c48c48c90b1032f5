import { files, parts } from 'virtual:part-hashes';
import { assetUrl } from './assetBase.ts';

/** Files that are loaded or were, by index. */
const loads = new Map<number, Promise<void>>();

/**
 * Imports a part of the widget after all its files have been checked against their hashes. Builds for CDNs call this in place of `import`.
 *
 * @throws Error if a file is missing, or is not that of this build
 */
export async function importPart<Part>(key: string, load: () => Promise<Part>): Promise<Part> {
  const index = parts[key];
  if (index !== undefined) await Promise.all([...withImports(index)].map(loadChecked));
  return load();
}

/** A file and all files that it imports, by index. */
function withImports(index: number): Set<number> {
  const found = new Set([index]);
  // A set takes in what is added on the way.
  for (const each of found) {
    for (const imported of files[each]?.[2] ?? []) found.add(imported);
  }
  return found;
}

function loadChecked(index: number): Promise<void> {
  const loading = loads.get(index) ?? preload(index);
  loads.set(index, loading);
  // The next import tries again.
  loading.catch(() => loads.delete(index));
  return loading;
}

/** Puts a file into the page's modules, where the import finds it. The browser compares its hash. */
function preload(index: number): Promise<void> {
  const [name = '', hash = ''] = files[index] ?? [];
  const link = document.createElement('link');
  if (!link.relList.supports('modulepreload')) return Promise.resolve();
  link.rel = 'modulepreload';
  link.crossOrigin = '';
  link.integrity = `sha256-${hash}`;
  link.href = assetUrl(name).href;
  link.nonce = ownScript()?.nonce ?? '';
  const loaded = new Promise<void>((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () =>
      reject(new Error(`${link.href} could not be downloaded, or has another content than this version of the widget`));
  });
  document.head.append(link);
  return loaded.finally(() => link.remove());
}

/** The element that loaded the widget. */
function ownScript(): HTMLScriptElement | undefined {
  const folder = assetUrl('').href;
  return [...document.scripts].find(({ src }) => src.startsWith(folder));
}
