import { evaluate } from '@mdx-js/mdx';
import MarkdownIt from 'markdown-it';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { gloveboxCells as markdownItCells } from '../../../src/entries/markdown-it.ts';
import { gloveboxCells as remarkCells } from '../../../src/entries/remark.ts';

const LESSON = `
# Means

\`\`\`python run id=mean persist depends-on="a b" solution-after=2
def mean(numbers):
    return 1 < 2 & 3
\`\`\`

\`\`\`python check
assert mean([1]) == 1, "One & only"
\`\`\`

\`\`\`hint
Add them.
\`\`\`

\`\`\`python solution
pass
\`\`\`

- \`\`\`js run
  console.log("<b>")
  \`\`\`

\`\`\`python
print("no cell")
\`\`\`

\`\`\`\`markdown
\`\`\`python run
\`\`\`
\`\`\`\`
`;

const RENDERERS: [name: string, render: (text: string) => string | Promise<string>][] = [
  ['markdown-it', (text) => new MarkdownIt().use(markdownItCells).render(text)],
  [
    'remark',
    async (text) => {
      const pipeline = unified().use(remarkParse).use(remarkCells).use(remarkRehype).use(rehypeStringify);
      return String(await pipeline.process(text));
    },
  ],
];

/** The cells of a page, with characters written in one way. */
function cellsIn(html: string): string[] {
  const cells = [...html.matchAll(/<glove-cell.*?<\/glove-cell>/gs)].map(([cell]) => cell);
  return cells.map((cell) => cell.replaceAll('&#x3C;', '&lt;').replaceAll('&#x26;', '&amp;').replaceAll('&quot;', '"'));
}

describe.each(RENDERERS)('a page that %s renders', (_, render) => {
  it('has a cell for each block that says so, with its parts, and leaves other blocks as they are', async () => {
    const html = await render(LESSON);
    expect(cellsIn(html)).toEqual([
      '<glove-cell id="mean" persist depends-on="a b" solution-after="2"><pre>def mean(numbers):\n    return 1 &lt; 2 &amp; 3</pre>' +
        '<pre slot="check" hidden>assert mean([1]) == 1, "One &amp; only"</pre><p slot="hint" hidden>Add them.</p>' +
        '<pre slot="solution" hidden>pass</pre></glove-cell>',
      '<glove-cell language="javascript"><pre>console.log("&lt;b>")</pre></glove-cell>',
    ]);
    expect(html).toContain('print(');
    expect(html).toContain('```python run');
  });

  it('is refused if a cell has an attribute that there is not, or a part no cell', async () => {
    await expect(async () => render('```python run idd=1\n1\n```')).rejects.toThrow('no attribute "idd". It has: id,');
    await expect(async () => render('A.\n\n```python check\n1\n```')).rejects.toThrow('needs a block with "run"');
    await expect(async () => render('```python run\n1\n```\n\nText.\n\n```hint\n1\n```')).rejects.toThrow('before it');
  });
});

describe('a page in MDX', () => {
  /** Renders it with the components of a theme. */
  async function renderMdx(text: string, components: object): Promise<string> {
    const jsx = (type: unknown, props: object) => ({ type, props });
    const { default: Content } = await evaluate(text, {
      ...{ Fragment: 'fragment', jsx, jsxs: jsx },
      remarkPlugins: [remarkCells],
      development: false,
    });
    return JSON.stringify((Content as (props: object) => unknown)({ components }));
  }

  it('has cells as elements', async () => {
    const page = await renderMdx('```python run id="one" hidden\n{1 < 2}\n```\n', {});
    expect(page).toContain(
      '{"type":"glove-cell","props":{"id":"one","hidden":true,"children":{"type":"pre","props":{"children":"{1 < 2}"}}}}',
    );
  });

  it('keeps the parts of a cell, for which a theme has components of its own', async () => {
    const components = { pre: 'theme-pre', p: 'theme-paragraph' };
    const page = await renderMdx(
      '```python run\n1\n```\n```python check\nassert True\n```\n```hint\nNo.\n```\n\nText.',
      components,
    );
    expect(page).toContain('{"type":"pre","props":{"slot":"check","hidden":true,"children":"assert True"}}');
    expect(page).toContain('{"type":"p","props":{"slot":"hint","hidden":true,"children":"No."}}');
    expect(page).toContain('{"type":"theme-paragraph","props":{"children":"Text."}}');
  });
});
