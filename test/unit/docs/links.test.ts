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

/** The headings of a page, by what GitHub calls them. @see https://docs.github.com/en/get-started/writing-on-github */
function anchorsIn(file: string): Map<string, string> {
  const anchors = new Map<string, string>();
  const page = readPage(file).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  for (const [, heading = ''] of page.matchAll(/^#+ +(.*)$/gm)) {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*\\]/g, '');
    const name = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = name;
    for (let number = 1; anchors.has(anchor); number += 1) anchor = `${name}-${number}`;
    anchors.set(anchor, text);
  }
  return anchors;
}

/** Returns the file that a link of a page leads to, and the heading in it. */
function goalOf(file: string, target: string): [goal: string, anchor: string | undefined] {
  const [place = '', anchor] = target.split('#');
  return [place === '' ? file : path.posix.join(path.dirname(file), place), anchor];
}

/** @returns what is wrong with a link, where something is */
function problemWith({ where, target }: Link): string[] {
  if (/^(https:|mailto:)/.test(target)) return [];
  const [file = ''] = where.split(':');
  const [goal, anchor] = goalOf(file, target);
  if (!existsSync(path.join(ROOT, goal))) return [`${where}: there is no ${goal}`];
  if (anchor === undefined) return [];
  const page = statSync(path.join(ROOT, goal)).isDirectory() ? `${goal}/README.md` : goal;
  return anchorsIn(page).has(anchor) ? [] : [`${where}: ${page} has no heading for #${anchor}`];
}

it('every link between pages leads to a file that is there, and to a heading that it has', () => {
  expect([...PAGES, ...REFERENCE].flatMap(linksIn).flatMap(problemWith)).toEqual([]);
});

it('a link of the reference that is named like a type or its member leads to the heading of that', () => {
  const headings = new Map(REFERENCE.map((page) => [page, anchorsIn(page)]));
  const links = REFERENCE.flatMap((page) =>
    [...readPage(page).matchAll(/\[`?(\w+)`?\]\(([^)\s]*#[\w-]+)\)/g)].map(([, name = '', target = '']) => {
      const [goal, anchor = ''] = goalOf(page, target);
      return {
        page,
        target,
        name,
        heading: headings
          .get(goal)
          ?.get(anchor)
          ?.replace(/\(\)$|\?$/, ''),
      };
    }),
  );
  expect(links.length).toBeGreaterThan(500);
  expect(links.filter(({ name, heading }) => name !== heading)).toEqual([]);
});

it('every page of the documentation can be reached from its index, and the index from the README', () => {
  const targets = (file: string) => linksIn(file).map(({ target }) => path.posix.join(path.dirname(file), target));
  const index = 'docs/README.md';
  const others = PAGES.filter((page) => page.startsWith('docs/') && page !== index);
  expect(others.filter((page) => !targets(index).includes(page))).toEqual([]);
  expect(targets('README.md')).toContain(index);
});
