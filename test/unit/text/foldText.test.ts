import { describe, expect, it } from 'vitest';
import { foldText } from '../../../src/text/foldText.ts';

describe('text that is compared in a search', () => {
  it.each([
    ['Größe', 'große'],
    ['CAFÉ Ünder', 'cafe under'],
    ['cafe\u0301s', 'cafes'],
    ['a\tb\u00a0c\nd', 'a b c d'],
    ['İstanbul', 'istanbul'],
    ['👍 日本', '👍 日本'],
    ['Ὀδυσσεύς ΟΔΥΣΣΕΥΣ', 'οδυσσευσ οδυσσευσ'],
  ])('%j is %j', (text, folded) => {
    expect(foldText(text).text).toBe(folded);
  });

  it('tells where in the original each of its characters is', () => {
    const { text, placeOf } = foldText('👍 cafe\u0301s');
    const start = text.indexOf('cafe');
    expect('👍 cafe\u0301s'.slice(placeOf(start), placeOf(start + 4))).toBe('cafe\u0301');
    expect(placeOf(text.length)).toBe('👍 cafe\u0301s'.length);
  });
});
