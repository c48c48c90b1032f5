import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** Of the file, from the repository's root. */
  file: string;
  /** Of its first line of code, from 1. */
  line: number;
  language: string;
  code: string;
}

/** The pages written by hand: those of the root, and those in docs/. */
export const PAGES = [...markdownIn('.'), ...markdownIn('docs')];
/** The reference, whose blocks are no programs, except those of {@link examplesIn}. */
export const REFERENCE = [...markdownIn('docs/api'), ...markdownIn('docs/api/ai-sdk')];

export const readPage = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

export function blocksIn(file: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, line] of readPage(file).split('\n').entries()) {
    const [, language] = /^ *```([^`\s]*)[^`]*$/.exec(line) ?? [];
    if (language === undefined) {
      if (open) open.code += `${line}\n`;
    } else if (open) {
      blocks.push(open);
      open = undefined;
    } else open = { file, line: index + 2, language, code: '' };
  }
  if (open) throw new Error(`${open.file}:${open.line - 1} opens a block that nothing closes.`);
  return blocks;
}

/** The first block below each heading `Example`. */
export function examplesIn(file: string): Block[] {
  const lines = readPage(file).split('\n');
  const places = new Set(lines.flatMap((line, index) => (/^#+ Example$/.test(line) ? [index + 4] : [])));
  return blocksIn(file).filter(({ line }) => places.has(line));
}

/** A page without its blocks and pieces of code, line for line. */
export function proseOf(file: string): string {
  const withoutBlocks = readPage(file).replaceAll(/^ *```[^`\n]*\n[\s\S]*?^ *```$/gm, (block) =>
    block.replaceAll(/[^\n]/g, ''),
  );
  return withoutBlocks.replaceAll(/`[^`\n]*`/g, '``');
}

function markdownIn(folder: string): string[] {
  const names = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.toSorted().map((name) => path.posix.join(folder, name));
}
