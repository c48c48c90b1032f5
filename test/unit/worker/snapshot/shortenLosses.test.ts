import { expect, it } from 'vitest';
import { MAX_LOST } from '../../../../src/protocol.ts';
import { shortenLosses } from '../../../../worker/snapshot/shortenLosses.ts';

const sentences = (count: number) => Array.from({ length: count }, (_, index) => `The background task ${index}.`);

it('a snapshot names all that it lacks, as long as the host takes the list', () => {
  expect(shortenLosses([])).toEqual([]);
  expect(shortenLosses(sentences(MAX_LOST))).toEqual(sentences(MAX_LOST));
});

it('a snapshot that lacks more than the host takes names the first, and counts the others', () => {
  const lost = shortenLosses(sentences(MAX_LOST + 5_000));
  expect(lost).toHaveLength(MAX_LOST);
  expect(lost.slice(0, -1)).toEqual(sentences(MAX_LOST - 1));
  expect(lost.at(-1)).toBe('5,001 others.');
});
