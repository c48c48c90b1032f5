import type { GenerateContentResponseUsageMetadata } from '@google/genai';
import type { Usage } from './spec.ts';

/** Adds the usage of a further request to that of an answer. The provider's own figures can't be added, and are left out. */
export function addUsage(before: Usage | undefined, { inputTokens, outputTokens, ...rest }: Usage): Usage {
  if (!before) return { inputTokens, outputTokens, ...rest };
  return {
    inputTokens: addCounts(before.inputTokens, inputTokens),
    outputTokens: addCounts(before.outputTokens, outputTokens),
  };
}

export const NO_USAGE: Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** Translates the usage of a request, for the loop and its events. */
export function asUsageMetadata({ inputTokens, outputTokens }: Usage): GenerateContentResponseUsageMetadata {
  const { total: prompt = 0, cacheRead = 0 } = inputTokens;
  const { total: said = 0, reasoning = 0 } = outputTokens;
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: said - reasoning,
    ...(reasoning > 0 && { thoughtsTokenCount: reasoning }),
    ...(cacheRead > 0 && { cachedContentTokenCount: cacheRead }),
    totalTokenCount: prompt + said,
  };
}

type Counts = Record<string, number | undefined>;

function addCounts(before: Counts, more: Counts): Counts {
  const names = [...new Set([...Object.keys(before), ...Object.keys(more)])];
  return Object.fromEntries(
    names.map((name) => [name, before[name] === undefined ? more[name] : before[name] + (more[name] ?? 0)]),
  );
}
