import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourceDepth } from '../../../../../worker/python/stack/sourceDepth.ts';

it.each([
  ['a sum', 'x = 1 + 2 + 3 + 4', 3],
  ['signs', 'x = ----1', 4],
  ['a list', `x = [${'-1, '.repeat(500)}]`, 2],
  ['a dictionary', `x = {${'"a": -1 + 2, '.repeat(500)}}`, 3],
  ['statements', 'x = 1 + 2\n'.repeat(500), 1],
  ['statements of one line', 'x = 1 + 2; '.repeat(500), 1],
  ['calls of what was called', `f${'()'.repeat(50)}`, 50],
  ['attributes', `f${'.a'.repeat(50)}`, 50],
  ['lambdas with parameters', `${'lambda a, b=1: '.repeat(50)}0`, 50],
  ['conditions', `${'1 if a == b else '.repeat(50)}0`, 100],
  ['negations', `${'not '.repeat(50)}x`, 50],
  ['comments and strings', '# ((((((\nx = \'((((((\' + """\n((((\n"""', 1],
  ['an escaped quote', String.raw`x = '\'((((' + r"\"(((("`, 1],
  ['a line that goes on', 'x = 1 + \\\n2 + \\\n3', 2],
  ['an f-string with the same quotes in it', `x = f"{a["("]}" + f'{{((((' + f"{b!r:>{width}} ((((" + '('`, 5],
])('finds how deep %s is', (_, text, expressions) => {
  expect(sourceDepth(text).expressions).toBe(expressions);
});

it('counts brackets within each other, also those that are never closed', () => {
  expect(sourceDepth(`${'('.repeat(30)}1${')'.repeat(30)} + [[1]]`).brackets).toBe(30);
  expect(sourceDepth('{['.repeat(500)).brackets).toBe(1000);
  expect(sourceDepth(')'.repeat(500)).brackets).toBe(0);
});

it('counts the branches that follow one another, which Python has within each other', () => {
  const chain = (count: number, indent = '') => `${indent}if a: pass\n${`${indent}elif b: pass\n`.repeat(count)}`;
  expect(sourceDepth(chain(50)).expressions).toBe(75);
  expect(sourceDepth(chain(50) + chain(50)).expressions).toBe(75);
  expect(sourceDepth(`${chain(10)}else:\n${chain(20, '  ')}`).expressions).toBe(45);
});

it('finds nothing deep in programs that people write', () => {
  const names = ['session', 'errors/hints', 'errors/failure', 'notebook/ipython_shim', 'standard_library/recursion'];
  for (const name of names) {
    const text = readFileSync(new URL(`../../../../../worker/harness/${name}.py`, import.meta.url), 'utf8');
    expect(sourceDepth(text).expressions).toBeLessThan(30);
  }
});
