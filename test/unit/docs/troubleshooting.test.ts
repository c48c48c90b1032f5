import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, readPage } from './pages.ts';

const PAGE = 'docs/troubleshooting.md';

/** Messages of the library, as headings and in lists. What differs from case to case is an ellipsis. */
function messagesIn(page: string): { where: string; message: string }[] {
  return page.split('\n').flatMap((line, index) => {
    const [, message] = /^(?:### |- )`([^`]+)`/.exec(line) ?? [];
    return message === undefined ? [] : [{ where: `${PAGE}:${index + 1}`, message }];
  });
}

/** The text of a source file with the pieces of its strings joined, and an ellipsis in the place of every value. */
function wordsOf(file: string): string {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const joined = file.endsWith('.py')
    ? text.replaceAll(/"\s*\n\s*f?"/g, '').replaceAll(/\{[^{}"]*\}/g, '…')
    : text.replaceAll(/['"`] \+\s+['"`]/g, '').replaceAll(/\$\{[^{}]*\}/g, '…');
  return joined.replaceAll(/\\(['"`])/g, '$1');
}

const isSaid = (message: string, words: string): boolean => {
  let from = 0;
  return message.split('…').every((piece) => {
    const at = words.indexOf(piece, from);
    from = at + piece.length;
    return at !== -1;
  });
};

it('every message that the page explains is one that the library still has', () => {
  const sources = ['src', 'worker'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  const files = sources.filter((name) => /\.(ts|py)$/.test(name)).map(wordsOf);
  const messages = messagesIn(readPage(PAGE));
  expect(messages.length).toBeGreaterThan(30);
  expect(messages.filter(({ message }) => !files.some((words) => isSaid(message, words)))).toEqual([]);
});
