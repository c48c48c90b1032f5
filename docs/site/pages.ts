/** The pages of the site, and where each is on it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files that are not called on the site as they are in the repository. */
const RENAMED: Readonly<Record<string, string>> = {
  'README.md': 'index.md',
  'CONTRIBUTING.md': 'contributing.md',
  'CHANGELOG.md': 'changelog.md',
  // Beside docs/security.md, some file systems would take the two for one.
  'SECURITY.md': 'security-policy.md',
  'docs/README.md': 'overview.md',
  'docs/api/README.md': 'api/index.md',
  'docs/api/index.md': 'api/glovebox.md',
};

/** The Markdown files of the site, from the repository's root. */
export const PAGES: readonly string[] = [
  ...markdownIn('.', { recursive: false }),
  ...markdownIn('docs', { recursive: false }),
  ...markdownIn('docs/api', { recursive: true }),
];

export const readText = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Returns the file that a page would have if the site were a folder of Markdown: `docs/api/mcp.md` is `api/mcp.md`. */
export function placeOf(page: string): string {
  return RENAMED[page] ?? page.replace(/^docs\//, '');
}

/** Returns the address of a page from the root of the site: `/api/mcp.html`. */
export function addressOf(page: string): string {
  return `/${placeOf(page)}`.replace(/\.md$/, '.html').replace(/\/index\.html$/, '/');
}

function markdownIn(folder: string, options: { recursive: boolean }): string[] {
  const names = readdirSync(path.join(ROOT, folder), { ...options, encoding: 'utf8' });
  const pages = names.filter((name) => name.endsWith('.md'));
  return pages.map((name) => path.posix.join(folder, name.replaceAll('\\', '/'))).toSorted();
}
