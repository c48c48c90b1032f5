import type { Content, Part } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPictures } from '../../../../src/answer/codec/pictures.ts';
import { assertProperty } from '../../assertProperty.ts';

/** A picture of so many pixels, as far as its header goes, and of some 70 bytes more than asked for. */
function png(side: number, bytes: number): string {
  const header = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAADElEQVR4nGNgoCcAAABuAAFIXXpjAAAAAElFTkSuQmCC',
    'base64',
  );
  header.writeUInt32BE(side, 16);
  return Buffer.concat([header, Buffer.alloc(bytes)]).toString('base64');
}

const LIMITS = { count: 2, side: 100, bytes: 1000, chartTime: 0 };
const picture = (side: number, bytes: number): Part => ({
  inlineData: { mimeType: 'image/png', data: png(side, bytes) },
});
const SMALL = [picture(1, 0), picture(100, 500)];
/** Nothing outside of browsers makes them smaller. */
const LARGE = [picture(101, 0), picture(1, 2000), { inlineData: { mimeType: 'image/png', data: 'AAAA' } }];

const result: Part = { codeExecutionResult: { output: '' } };
const part = fc.constantFrom<Part>(
  ...SMALL,
  ...LARGE,
  result,
  result,
  { text: 'So.' },
  { ...SMALL[0], thoughtSignature: 'AAAA' },
);
const contents = fc.array(
  fc.record({ role: fc.constantFrom('model', 'model', 'user'), parts: fc.array(part, { maxLength: 8 }) }),
  { maxLength: 4 },
);

/** The pictures of each run: those that follow its result at once, also in the contents of later chunks. */
function picturesOfRuns(all: readonly Content[]): Part[][] {
  const runs: Part[][] = [];
  let isRun = false;
  for (const { role, parts = [] } of all) {
    for (const each of parts) {
      if (each.codeExecutionResult) runs.push([]);
      isRun = each.codeExecutionResult !== undefined || (isRun && role === 'model' && isPlainPicture(each));
      if (isRun && isPlainPicture(each)) runs.at(-1)?.push(each);
    }
  }
  return runs;
}

function isPlainPicture({ inlineData, thoughtSignature }: Part): boolean {
  return inlineData !== undefined && thoughtSignature === undefined;
}

describe('pictures that code made, if nothing can make them smaller', () => {
  it('go to the model if they are small enough, up to the limit of each run', async () => {
    const property = fc.asyncProperty(contents, async (all) => {
      const fitted = picturesOfRuns(await fitPictures(all, LIMITS));
      const expected = picturesOfRuns(all).map((made) =>
        made.slice(0, LIMITS.count).filter((each) => SMALL.includes(each)),
      );
      expect(fitted).toEqual(expected);
    });
    await assertProperty(property, 500);
  });

  it('are all that is left out: everything else stays as and where it is', async () => {
    const property = fc.asyncProperty(contents, async (all) => {
      const fitted = await fitPictures(all, LIMITS);
      expect(fitted.map(({ role }) => role)).toEqual(all.map(({ role }) => role));
      const words = (list: readonly Content[]) =>
        list.map(({ parts = [] }) => parts.filter((each) => !isPlainPicture(each)));
      expect(words(fitted)).toEqual(words(all));
      const count = (list: readonly Content[]) => list.flatMap(({ parts = [] }) => parts).length;
      const leftOut = picturesOfRuns(all).flat().length - picturesOfRuns(fitted).flat().length;
      expect(count(fitted)).toBe(count(all) - leftOut);
    });
    await assertProperty(property, 500);
  });
});
