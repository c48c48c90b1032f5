/** Where the links of the pages lead on the site. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { addressOf, PAGES, ROOT } from './pages.ts';

/** The folder of the site for files of the repository that pages link to. */
export const SOURCES = 'sources';

export interface Target {
  /** From the repository's root. */
  file: string;
  /** With the `#`; or empty. */
  fragment: string;
  type: 'page' | 'file' | 'folder';
  /** From the root of the site. */
  address: string;
}

/**
 * Resolves a link of a page.
 *
 * @returns `undefined` if it leads to another site, or stays on its page
 * @throws Error if it leads to nothing
 */
export function resolveLink(page: string, link: string): Target | undefined {
  if (/^([a-z]+:|#)/i.test(link)) return undefined;
  const [place = '', fragment] = link.split('#');
  const file = path.posix.join(path.posix.dirname(page), decodeURI(place)).replace(/\/$/, '');
  if (!existsSync(path.join(ROOT, file))) throw new Error(`${page} links to ${file}, which does not exist.`);
  const index = path.posix.join(file, 'README.md');
  const isFolder = statSync(path.join(ROOT, file)).isDirectory();
  const linked = isFolder && PAGES.includes(index) ? index : file;
  const target = { file: linked, fragment: fragment === undefined ? '' : `#${fragment}` };
  if (PAGES.includes(linked)) return { ...target, type: 'page', address: addressOf(linked) };
  // As text, each host shows a file, whatever its ending; a folder can be taken as a whole only.
  if (isFolder) return { ...target, type: 'folder', address: `/${SOURCES}/${file}.zip` };
  return { ...target, type: 'file', address: `/${SOURCES}/${file}.txt` };
}
