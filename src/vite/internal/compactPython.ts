import { readFile } from 'node:fs/promises';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Plugin } from 'vite';

const SUFFIX = '.py?raw';

/** Has Python modules that travel as text leave at home what is for people who read them. */
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

/** Leaves comments and docstrings out. What is left stays in its line, as tracebacks name it. */
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

/** Whether it is a string that is a statement of its own, beside others: it does nothing. */
function isDocstring({ name, parent, firstChild, prevSibling, nextSibling }: SyntaxNode): boolean {
  if (name !== 'ExpressionStatement' || firstChild?.name !== 'String' || firstChild.nextSibling) return false;
  return parent?.name === 'Script' || prevSibling?.name !== ':' || nextSibling !== null;
}
