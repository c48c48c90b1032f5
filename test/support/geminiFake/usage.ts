import type { ScriptedTurn } from './script/script.ts';

export type UsageMetadata = NonNullable<ScriptedTurn['usageMetadata']>;

/** About four characters make a token: good enough for numbers that only have to add up. */
export function tokensIn(value: unknown): number {
  return Math.ceil((JSON.stringify(value) ?? '').length / 4);
}

export function estimateUsage(prompt: unknown, answer: unknown): UsageMetadata {
  const promptTokenCount = tokensIn(prompt);
  const candidatesTokenCount = tokensIn(answer);
  return {
    promptTokenCount,
    candidatesTokenCount,
    totalTokenCount: promptTokenCount + candidatesTokenCount,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokenCount }],
  };
}

/**
 * Running totals, as in streaming-success-code-execution.txt: the candidate's tokens grow, and what the tool used is
 * counted only from the first chunk after its result.
 */
export function runningUsage(whole: UsageMetadata, share: number, toolHasRun: boolean): UsageMetadata {
  if (share === 1) return whole;
  const { toolUsePromptTokenCount, toolUsePromptTokensDetails, ...rest } = whole;
  const toolUse = toolHasRun ? { toolUsePromptTokenCount, toolUsePromptTokensDetails } : {};
  const candidatesTokenCount = Math.round(count(whole.candidatesTokenCount) * share);
  const missing = count(whole.candidatesTokenCount) - candidatesTokenCount;
  const unused = toolHasRun ? 0 : count(toolUsePromptTokenCount);
  return {
    ...rest,
    ...toolUse,
    candidatesTokenCount,
    totalTokenCount: count(whole.totalTokenCount) - missing - unused,
  };
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
