import { beginCell, type CellElement, type CellsOptions, partElement, readFence } from './cellBlock.ts';

/** What the plugin uses of a node of mdast. @see https://github.com/syntax-tree/mdast */
interface Node {
  type: string;
  lang?: string | null;
  meta?: string | null;
  value?: string;
  children?: Node[];
  data?: object;
}

/** An element of hast. @see https://github.com/syntax-tree/hast */
interface Element {
  type: 'element';
  tagName: string;
  properties: Record<string, string | true>;
  children: { type: 'text'; value: string }[];
  data: typeof AS_WRITTEN;
}

/** Has MDX take an element as it is. Otherwise the components of a theme would replace those of a cell: they have their own for `pre`. */
const AS_WRITTEN = { _mdxExplicitJsx: true } as const;

/**
 * A plugin of remark that makes cells of fenced blocks: ```` ```python run ````. Blocks with `setup`, `check`, `hint` or `solution` in the
 * place of `run` belong to the cell before them. The cells are elements, not raw HTML, so that MDX takes them too.
 *
 * @throws Error when a page is rendered, if a block names an attribute that cells don't have, or a part has no cell before it
 * @example
 * ```ts
 * import { gloveboxCells } from 'glovebox/remark';
 * import rehypeStringify from 'rehype-stringify';
 * import remarkParse from 'remark-parse';
 * import remarkRehype from 'remark-rehype';
 * import { unified } from 'unified';
 *
 * const pipeline = unified().use(remarkParse).use(gloveboxCells).use(remarkRehype).use(rehypeStringify);
 * const page = String(await pipeline.process('```python run\nprint("Hello")\n```'));
 * ```
 */
export function gloveboxCells(options?: CellsOptions): (tree: object) => void {
  // The nodes of any version of remark fit.
  return (tree) => replaceIn(tree as Node, options);
}

function replaceIn(parent: Node, options: CellsOptions | undefined): void {
  if (!parent.children) return;
  const children: Node[] = [];
  /** The cell that ends the nodes so far. */
  let open: { cell: CellElement; node: Node } | undefined;
  for (const child of parent.children) {
    const block = child.type === 'code' ? readFence(`${child.lang ?? ''} ${child.meta ?? ''}`) : undefined;
    const { value = '' } = child;
    if (block?.type === 'cell') {
      open = { cell: beginCell(block, value, options), node: { type: 'gloveCell', children: [] } };
      children.push(open.node);
    } else if (block?.type === 'part') {
      if (!open) throw new Error(`A block "${child.lang} ${child.meta ?? ''}" needs a block with "run" before it.`);
      open.cell.children.push(partElement(block.part, value));
    } else {
      replaceIn(child, options);
      children.push(child);
      open = undefined;
    }
    if (open) open.node.data = toHast(open.cell);
  }
  parent.children = children;
}

/** @see https://github.com/syntax-tree/mdast-util-to-hast#fields-on-nodes */
function toHast({ attributes, children }: CellElement): object {
  const hChildren = children.map(
    ({ tagName, attributes: own, text }): Element => ({
      type: 'element',
      tagName,
      properties: propertiesOf(own),
      children: [{ type: 'text', value: text }],
      data: AS_WRITTEN,
    }),
  );
  return { hName: 'glove-cell', hProperties: propertiesOf(attributes), hChildren };
}

function propertiesOf(attributes: Record<string, string>): Record<string, string | true> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value === '' ? true : value]));
}
