import { expect, it } from 'vitest';
import { loadHighlighter } from '../../../src/elements/cell/highlight.ts';

it.each([
  ['PYTHON', 'def total(n):\n    return n  # all', ['def', 'return'], '# all'],
  ['JAVASCRIPT', 'function total(n) {\n  return n; // all\n}', ['function', 'return'], '// all'],
] as const)('colours %s as what it is, and changes none of it', async (language, code, keywords, comment) => {
  const spans = (await loadHighlighter(language))(code);
  expect(spans.map(({ text }) => text).join('')).toBe(code);
  const textsOf = (name: string) => spans.filter(({ classes }) => classes.includes(name)).map(({ text }) => text);
  expect(textsOf('tok-keyword')).toEqual(keywords);
  expect(textsOf('tok-comment')).toEqual([comment]);
});
