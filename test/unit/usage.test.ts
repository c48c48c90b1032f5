import { expect, it } from 'vitest';
import { addUsage } from '../../src/gemini/codec/usage.ts';
import { readRecorded } from '../fixtures/readRecorded.ts';

it('counts as the server counts: total = prompt + candidates + tool use + thoughts', () => {
  const first = { promptTokenCount: 21, candidatesTokenCount: 40, thoughtsTokenCount: 80, totalTokenCount: 141 };
  const second = { promptTokenCount: 160, candidatesTokenCount: 56, thoughtsTokenCount: 6, totalTokenCount: 222 };
  const usage = addUsage(first, second);
  const [recorded] = readRecorded('unary-success-code-execution.json');
  const { promptTokensDetails: _, toolUsePromptTokensDetails: __, ...expected } = recorded?.usageMetadata ?? {};
  expect(usage).toEqual(expected);
});

it('is what the server said where there was only one request', () => {
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
