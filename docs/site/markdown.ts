/** How the Markdown of the repository, which GitHub shows as well, becomes that of VitePress. */
import path from 'node:path';
import type { MarkdownOptions, MarkdownRenderer } from 'vitepress';
import { gloveboxCells } from '../../src/entries/markdown-it.ts';
import { resolveLink } from './links.ts';
import { ROOT } from './pages.ts';

type Rule = Parameters<MarkdownRenderer['core']['ruler']['push']>[1];
type State = Parameters<Rule>[0];
type Token = State['tokens'][number];

export const markdownOptions: MarkdownOptions = {
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  anchor: { slugify: githubSlug },
  // Braces after a heading are part of it.
  attrs: { disable: true },
  config(markdown) {
    markdown.core.ruler.after('block', 'without-hero', leaveOutHero);
    markdown.core.ruler.after('block', 'empty-headers', makeCellsOfEmptyHeaders);
    markdown.core.ruler.after('inline', 'links', resolveLinks);
    // Vue leaves the code of cells as it is. They share one sandbox on each page.
    markdown.use(gloveboxCells, { attributes: { 'v-pre': '', session: 'page' } });
  },
};

/** The name that GitHub gives to a heading. Of two that are alike, the second has a number on both sites. */
export function githubSlug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** The page as the repository has it, not as the site calls it. */
function pageOf({ env }: State): string {
  return path.relative(ROOT, env.realPath ?? env.path).replaceAll('\\', '/');
}

/** The front page has the name and the first sentence of the README above it. */
function leaveOutHero(state: State): void {
  if (pageOf(state) !== 'README.md') return;
  const start = state.tokens.findIndex(({ type }) => type === 'paragraph_close') + 1;
  state.tokens = state.tokens.slice(start);
}

/** A header of a table without words is announced as a header that has no name. */
function makeCellsOfEmptyHeaders({ tokens }: State): void {
  for (const [index, token] of tokens.entries()) {
    const [text, end] = tokens.slice(index + 1, index + 3);
    if (token.type === 'th_open' && text?.content === '' && end) token.tag = end.tag = 'td';
  }
}

function resolveLinks(state: State): void {
  const page = pageOf(state);
  for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === 'link_open') resolveInto(token, page);
  }
}

function resolveInto(token: Token, page: string): void {
  const target = resolveLink(page, token.attrGet('href') ?? '');
  if (target) token.attrSet('href', target.address + target.fragment);
}
