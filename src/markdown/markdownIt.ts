import { beginCell, type CellElement, type CellsOptions, partElement, readFence } from './cellBlock.ts';

/** What the plugin uses of a token of markdown-it. */
interface Token {
  type: string;
  info: string;
  content: string;
  block: boolean;
}

/** What the plugin uses of markdown-it. */
interface MarkdownIt {
  core: { ruler: { after(name: string, rule: string, run: (state: CoreState) => void): void } };
}

interface CoreState {
  tokens: Token[];
  Token: new (type: string, tag: string, nesting: -1 | 0 | 1) => Token;
}

/**
 * A plugin of markdown-it that makes cells of fenced blocks: ```` ```python run ````. Blocks with `setup`, `check`, `hint` or `solution` in the
 * place of `run` belong to the cell before them.
 *
 * @throws Error when a page is rendered, if a block names an attribute that cells don't have, or a part has no cell before it
 * @example
 * ```ts
 * import { gloveboxCells } from 'glovebox/markdown-it';
 * import MarkdownIt from 'markdown-it';
 *
 * const page = new MarkdownIt().use(gloveboxCells).render('```python run\nprint("Hello")\n```');
 * ```
 */
export function gloveboxCells(markdown: MarkdownIt, options?: CellsOptions): void {
  markdown.core.ruler.after('block', 'glovebox-cells', (state) => {
    const tokens: Token[] = [];
    /** The cell that ends the tokens so far. */
    let open: { cell: CellElement; token: Token } | undefined;
    for (const token of state.tokens) {
      const block = token.type === 'fence' ? readFence(token.info) : undefined;
      if (block?.type === 'cell') {
        open = { cell: beginCell(block, token.content, options), token: new state.Token('html_block', '', 0) };
        open.token.block = true;
        tokens.push(open.token);
      } else if (block?.type === 'part') {
        if (!open) throw new Error(`A block "${token.info}" needs a block with "run" before it.`);
        open.cell.children.push(partElement(block.part, token.content));
      } else {
        tokens.push(token);
        open = undefined;
      }
      if (open) open.token.content = toHtml(open.cell);
    }
    state.tokens = tokens;
  });
}

function toHtml({ attributes, children }: CellElement): string {
  const inside = children.map(
    (child) => `<${child.tagName}${list(child.attributes)}>${escapeHtml(child.text)}</${child.tagName}>`,
  );
  return `<glove-cell${list(attributes)}>${inside.join('')}</glove-cell>\n`;
}

function list(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`))
    .join('');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
