import { describe, expect, it } from 'vitest';
import { withShortUniqueLists } from '../../../../src/sandbox/tools/uniqueLists.ts';
import { callsOf } from './callsOf.ts';

/** Calls a tool that takes what the schema says. */
async function call(properties: Record<string, unknown>, parameters: unknown) {
  const { answer } = callsOf({ take: { description: '', parameters: { properties }, execute: () => 'taken' } });
  const answered = await answer('take', parameters);
  return 'error' in answered ? { error: answered.error } : answered;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a list that must have no item twice', () => {
  const tags = { type: 'array', uniqueItems: true };

  it('is taken if it has none', async () => {
    expect(await call({ tags }, { tags: numbers(1_000) })).toEqual({ value: '"taken"' });
  });

  it('is refused if it has one', async () => {
    expect(await call({ tags }, { tags: [1, 2, 1] })).toEqual({ error: expect.stringMatching(/Duplicate items/) });
  });

  it('is refused unread if it is longer than it takes moments to look through', async () => {
    const refused = { error: expect.stringMatching(/too many items \(150000 > 1000\)/i) };
    expect(await call({ tags }, { tags: numbers(150_000) })).toEqual(refused);
  });

  it('leaves lists that may have items twice as long as they are', async () => {
    const data = { type: 'array', items: { type: 'number' } };
    expect(await call({ tags, data }, { tags: [1], data: numbers(100_000) })).toEqual({ value: '"taken"' });
  });
});

it('what a schema has as data, and what it only names so, stays as it is', () => {
  const schema = {
    properties: { uniqueItems: true, const: { const: { uniqueItems: true } } },
    enum: [{ uniqueItems: true }],
  };
  expect(withShortUniqueLists(schema)).toEqual(schema);
});
