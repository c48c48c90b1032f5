import { expect, it } from 'vitest';
import { lineNumbers } from '../../../../src/elements/cell/lineNumbers.ts';

it.each([
  ['', '1'],
  ['print(1)', '1'],
  ['print(1)\n', '1'],
  ['a\n\nb', '1\n2\n3'],
])('the lines of %j have the numbers %j', (code, numbers) => {
  expect(lineNumbers(code)).toBe(numbers);
});
