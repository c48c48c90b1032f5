import { MediaModality, type GenerateContentResponseUsageMetadata as Usage } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUsage } from '../../../../src/answer/codec/usage.ts';
import { readPayload } from '../../../support/payloads.ts';
import { assertProperty } from '../../assertProperty.ts';

it('counts as the server counts: total = prompt + candidates + tool use + thoughts', () => {
  const first = { promptTokenCount: 14, candidatesTokenCount: 30, thoughtsTokenCount: 50, totalTokenCount: 94 };
  const second = { promptTokenCount: 120, candidatesTokenCount: 44, thoughtsTokenCount: 6, totalTokenCount: 170 };
  const usage = addUsage(first, second);
  const [recorded] = readPayload('unary-code-execution.json');
  const { promptTokensDetails: _, toolUsePromptTokensDetails: __, ...expected } = recorded?.usageMetadata ?? {};
  expect(usage).toEqual(expected);
});

it('is what the server said if there was only one request', () => {
  expect(addUsage(undefined, { promptTokenCount: 3 })).toEqual({ promptTokenCount: 3 });
});

it('adds the details of later requests to the tool use, by modality', () => {
  const details = (tokenCount: number) => [{ modality: 'TEXT', tokenCount }] as never;
  const first = { promptTokenCount: 1, promptTokensDetails: details(1) };
  const second = { promptTokenCount: 2, promptTokensDetails: details(2) };
  const third = { promptTokenCount: 4, promptTokensDetails: details(4) };
  const usage = addUsage(addUsage(first, second), third);
  expect(usage.promptTokensDetails).toEqual(details(1));
  expect(usage.toolUsePromptTokensDetails).toEqual(details(6));
});

it('never has more tokens of a cache than of the prompt', () => {
  const first = { promptTokenCount: 1000, cachedContentTokenCount: 200, totalTokenCount: 1000 };
  const second = { promptTokenCount: 1100, cachedContentTokenCount: 900, totalTokenCount: 1100 };
  const third = { promptTokenCount: 1200, cachedContentTokenCount: 1000, totalTokenCount: 1200 };
  const usage = addUsage(addUsage(first, second), third);
  expect(usage).toMatchObject({ promptTokenCount: 1000, cachedContentTokenCount: 200 });
  expect(addUsage({ promptTokenCount: 1000 }, second)).not.toHaveProperty('cachedContentTokenCount');
});

const tokens = fc.nat(100_000);
const maybe = { requiredKeys: ['promptTokenCount'] as ['promptTokenCount'] };
/** Of one request; its total is what the server says that it is. */
const requestUsage = fc
  .record(
    {
      promptTokenCount: tokens,
      candidatesTokenCount: tokens,
      thoughtsTokenCount: tokens,
      cachedContentTokenCount: tokens,
      toolUsePromptTokenCount: tokens,
    },
    maybe,
  )
  .chain((counts) => fc.record({ counts: fc.constant(counts), details: detailsOf(counts.promptTokenCount) }))
  .map(({ counts, details }): Usage => ({ ...counts, totalTokenCount: totalOf(counts), promptTokensDetails: details }));

function totalOf({
  promptTokenCount = 0,
  candidatesTokenCount = 0,
  thoughtsTokenCount = 0,
  toolUsePromptTokenCount = 0,
}: Usage): number {
  return promptTokenCount + candidatesTokenCount + thoughtsTokenCount + toolUsePromptTokenCount;
}

function detailsOf(count: number) {
  return fc.nat(count).map((text) => [
    { modality: MediaModality.TEXT, tokenCount: text },
    { modality: MediaModality.IMAGE, tokenCount: count - text },
  ]);
}

const requests = fc.array(requestUsage, { minLength: 1, maxLength: 5 });
const addAll = (usages: readonly Usage[]): Usage =>
  usages.reduce<Usage | undefined>((before, usage) => addUsage(before, usage), undefined) ?? {};
const sum = (numbers: (number | undefined)[]) => numbers.reduce<number>((before, number) => before + (number ?? 0), 0);

describe('the usage of an answer', () => {
  it('is the sum of that of its requests, and of its own counts', async () => {
    const property = fc.property(requests, (usages) => {
      const usage = addAll(usages);
      expect(usage.totalTokenCount).toBe(sum(usages.map(({ totalTokenCount }) => totalTokenCount)));
      expect(usage.totalTokenCount).toBe(totalOf(usage));
      for (const count of ['candidatesTokenCount', 'thoughtsTokenCount'] as const)
        expect(usage[count] ?? 0).toBe(sum(usages.map((each) => each[count])));
    });
    await assertProperty(property, 500);
  });

  it('has the prompt of the first request, and all later ones as what running code took, down to the details', async () => {
    const property = fc.property(requests, (usages) => {
      const usage = addAll(usages);
      expect(usage.promptTokenCount).toBe(usages[0]?.promptTokenCount);
      expect(usage.promptTokensDetails).toEqual(usages[0]?.promptTokensDetails);
      expect(usage.cachedContentTokenCount).toBe(usages[0]?.cachedContentTokenCount);
      const later = sum(usages.slice(1).map(({ promptTokenCount }) => promptTokenCount));
      expect(sum(usage.toolUsePromptTokensDetails?.map(({ tokenCount }) => tokenCount) ?? [])).toBe(later);
    });
    await assertProperty(property, 500);
  });

  it('is the same if the later requests are added up first, but for what counts as their prompt', async () => {
    const property = fc.property(requestUsage, requestUsage, requestUsage, (first, second, third) => {
      expect(addUsage(first, addUsage(second, third))).toEqual(addUsage(addUsage(first, second), third));
    });
    await assertProperty(property, 500);
  });

  it('changes none of what it is the sum of', async () => {
    const property = fc.property(requestUsage, requestUsage, (first, second) => {
      const before = structuredClone([first, second]);
      addUsage(first, second);
      expect([first, second]).toEqual(before);
    });
    await assertProperty(property, 200);
  });
});
