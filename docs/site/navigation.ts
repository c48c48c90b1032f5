/** The sidebars: the outline of docs/README.md, and the pages of the reference. */
import type { DefaultTheme } from 'vitepress';
import { resolveLink } from './links.ts';
import { addressOf, PAGES, readText } from './pages.ts';

const OUTLINE = 'docs/README.md';
const REFERENCE = 'docs/api/';
const INDEX = `${REFERENCE}README.md`;
const LINK = /^- \[([^\]]+)\]\(([^)]+)\)/;

/** The sidebars, by the folder of the page that they stand beside. */
export function sidebars(): DefaultTheme.SidebarMulti {
  return {
    '/api/': [
      { text: 'Overview', link: addressOf(INDEX) },
      { text: 'Imports', items: reference() },
    ],
    '/': [
      { text: 'Overview', link: addressOf(OUTLINE) },
      ...outline(),
      {
        text: 'Project',
        items: [
          { text: 'Changelog', link: addressOf('CHANGELOG.md') },
          { text: 'Contributing', link: addressOf('CONTRIBUTING.md') },
          { text: 'Security policy', link: addressOf('SECURITY.md') },
        ],
      },
    ],
  };
}

/** The lists of the outline, each with the line above it. */
function outline(): { text: string; items: DefaultTheme.SidebarItem[] }[] {
  const groups: { text: string; items: DefaultTheme.SidebarItem[] }[] = [];
  for (const line of readText(OUTLINE).split('\n')) {
    const [, heading] = /^(.*):$/.exec(line) ?? [];
    if (heading !== undefined) groups.push({ text: heading, items: [] });
    const [, text = '', link = ''] = LINK.exec(line) ?? [];
    const target = link === '' ? undefined : resolveLink(OUTLINE, link);
    if (target) groups.at(-1)?.items.push({ text, link: target.address });
  }
  return groups;
}

/** The entries of the package, by the names that apps import. */
function reference(): DefaultTheme.SidebarItem[] {
  const pages = PAGES.filter((page) => page.startsWith(REFERENCE) && page !== INDEX);
  const items = pages.map((page) => {
    const entry = page.slice(REFERENCE.length).replace(/(^|\/)index\.md$|\.md$/, '');
    return { text: ['glovebox', entry].filter(Boolean).join('/'), link: addressOf(page) };
  });
  return items.toSorted((a, b) => a.text.localeCompare(b.text));
}
