import { describe, expect, it } from 'vitest';
import { readPackages, readVariables } from '../../../../src/sandbox/frame/introspectionSchemas.ts';

const variable = { name: 'rows', type: 'list', shape: [3], preview: '[1, 2, 3]' };

describe('a list of variables that the frame sends', () => {
  it('is taken as it is if it is one', () => {
    const list = { variables: [variable, { name: 'x', type: 'int', preview: '1' }], omitted: 2 };
    expect(readVariables(JSON.stringify(list))).toEqual(list);
    expect(readPackages('{"packages":[{"name":"numpy","version":"2.3.1"}]}')).toEqual([
      { name: 'numpy', version: '2.3.1' },
    ]);
  });

  it.each([
    ['no JSON', 'x'],
    ['no text', { variables: [], omitted: 0 }],
    ['a shape of other things', JSON.stringify({ variables: [{ ...variable, shape: ['3'] }], omitted: 0 })],
    ['a negative length', JSON.stringify({ variables: [{ ...variable, shape: [-1] }], omitted: 0 })],
    ['too many dimensions', JSON.stringify({ variables: [{ ...variable, shape: Array(65).fill(1) }], omitted: 0 })],
    ['too many variables', JSON.stringify({ variables: Array(501).fill(variable), omitted: 0 })],
    ['a name without end', JSON.stringify({ variables: [{ ...variable, name: 'x'.repeat(10_001) }], omitted: 0 })],
  ])('is refused if it has %s', (_what, data) => {
    expect(() => readVariables(data)).toThrow('malformed answer');
  });
});
