import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PAGES, proseOf, REFERENCE, ROOT, readPage } from './pages.ts';

interface Link {
  where: string;
  target: string;
}

function linksIn(file: string): Link[] {
  const lines = proseOf(file).split('\n');
  return lines.flatMap((line, index) => {
    const markdown = line.matchAll(/\]\(([^)\s]+)\)/g);
    const html = line.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g);
    return [...markdown, ...html].map(([, target = '']) => ({ where: `${file}:${index + 1}`, target }));
  });
}

/** What GitHub calls the headings of a page. @see https://docs.github.com/en/get-started/writing-on-github */
function anchorsIn(file: string): Set<string> {
  const anchors = new Set<string>();
  const page = readPage(file).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  for (const [, heading = ''] of page.matchAll(/^#+ +(.*)$/gm)) {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*\\]/g, '');
    const name = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = name;
    for (let number = 1; anchors.has(anchor); number += 1) anchor = `${name}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** @returns what is wrong with a link, where something is */
function problemWith({ where, target }: Link): string[] {
  if (/^(https:|mailto:)/.test(target)) return [];
  const [file = ''] = where.split(':');
  const [place = '', anchor] = target.split('#');
  const goal = place === '' ? file : path.posix.join(path.dirname(file), place);
  if (!existsSync(path.join(ROOT, goal))) return [`${where}: there is no ${goal}`];
  if (anchor === undefined) return [];
  const page = statSync(path.join(ROOT, goal)).isDirectory() ? `${goal}/README.md` : goal;
  return anchorsIn(page).has(anchor) ? [] : [`${where}: ${page} has no heading for #${anchor}`];
}

it('every link between pages leads to a file that is there, and to a heading that it has', () => {
  expect([...PAGES, ...REFERENCE].flatMap(linksIn).flatMap(problemWith)).toEqual([]);
});

it('every page of the documentation can be reached from its index, and the index from the README', () => {
  const targets = (file: string) => linksIn(file).map(({ target }) => path.posix.join(path.dirname(file), target));
  const index = 'docs/README.md';
  const others = PAGES.filter((page) => page.startsWith('docs/') && page !== index);
  expect(others.filter((page) => !targets(index).includes(page))).toEqual([]);
  expect(targets('README.md')).toContain(index);
});
