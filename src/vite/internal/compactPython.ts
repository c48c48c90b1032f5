import { readFile } from 'node:fs/promises';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Plugin } from 'vite';

const SUFFIX = '.py?raw';

/** Strips comments and docstrings from bundled Python. */
export function compactPython(): Plugin {
  return {
    name: 'glovebox-compact-python',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const text = await readFile(id.slice(0, -'?raw'.length), 'utf8');
      return { code: `export default ${JSON.stringify(withoutComments(text))};`, map: null };
    },
  };
}

/** Removes comments and docstrings. Line numbers stay the same, for tracebacks. */
export function withoutComments(text: string): string {
  const parts: string[] = [];
  let end = 0;
  parser.parse(text).iterate({
    enter(node) {
      if (node.name !== 'Comment' && !isDocstring(node.node)) return;
      parts.push(text.slice(end, node.from), text.slice(node.from, node.to).replaceAll(/[^\n]/g, ''));
      end = node.to;
    },
  });
  return [...parts, text.slice(end)].join('').replaceAll(/[ \t]+$/gm, '');
}

/** Whether a statement is only a string, and not the only statement of its block. */
function isDocstring({ name, parent, firstChild, prevSibling, nextSibling }: SyntaxNode): boolean {
  if (name !== 'ExpressionStatement' || firstChild?.name !== 'String' || firstChild.nextSibling) return false;
  return parent?.name === 'Script' || prevSibling?.name !== ':' || nextSibling !== null;
}
