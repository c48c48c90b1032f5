import { tokensIn, type UsageMetadata } from '../../usage.ts';
import type { Step } from '../steps.ts';

/** Counts tokens. The fields are in the order of the recordings. */
export function estimateUsage(input: readonly Step[], answer: readonly Step[]): object {
  const thoughts = answer.filter(({ type }) => type === 'thought');
  const total_input_tokens = tokensIn(input);
  const summaries = thoughts.flatMap(({ summary = [] }) => summary);
  const total_thought_tokens = summaries.length === 0 ? 0 : tokensIn(summaries);
  const total_output_tokens = tokensIn(answer.filter((step) => !thoughts.includes(step)));
  return {
    total_tokens: total_input_tokens + total_output_tokens + total_thought_tokens,
    total_input_tokens,
    input_tokens_by_modality: [{ modality: 'text', tokens: total_input_tokens }],
    total_cached_tokens: 0,
    total_output_tokens,
    total_tool_use_tokens: 0,
    total_thought_tokens,
  };
}

/** Translates the `usageMetadata` of a script. */
export function usageOf(metadata: UsageMetadata): object {
  const count = (name: string) => Number(metadata[name] ?? 0);
  const byModality = (name: string) =>
    Array.isArray(metadata[name])
      ? metadata[name].map(({ modality = 'TEXT', tokenCount: tokens = 0 }) => ({
          modality: String(modality).toLowerCase(),
          tokens,
        }))
      : undefined;
  const inputs = byModality('promptTokensDetails');
  const toolUse = byModality('toolUsePromptTokensDetails');
  return {
    total_tokens: count('totalTokenCount'),
    total_input_tokens: count('promptTokenCount'),
    ...(inputs && { input_tokens_by_modality: inputs }),
    total_cached_tokens: count('cachedContentTokenCount'),
    total_output_tokens: count('candidatesTokenCount'),
    total_tool_use_tokens: count('toolUsePromptTokenCount'),
    ...(toolUse && { tool_use_tokens_by_modality: toolUse }),
    total_thought_tokens: count('thoughtsTokenCount'),
  };
}
