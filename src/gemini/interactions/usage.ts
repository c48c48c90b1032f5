import type { GenerateContentResponseUsageMetadata, MediaModality } from '@google/genai';
import { isJsonObject } from '../../text/parseJson.ts';
import type { Usage } from './wire.ts';

/** Adds the usage of a further interaction, as the SDK does when it continues an interaction by itself. */
export function addUsage(before: Usage | undefined, hop: Usage | undefined): Usage | undefined {
  if (!before || !hop) return before ?? hop;
  const added: Usage = { ...before };
  // The input of the first alone is what the application sent.
  const { initial_input_tokens: _, ...counted } = hop;
  for (const [name, value] of Object.entries(counted)) added[name] = addField(before[name], value);
  return added;
}

function addField(before: unknown, value: unknown): unknown {
  if (typeof before === 'number' && typeof value === 'number') return before + value;
  if (Array.isArray(before) && Array.isArray(value)) return addModalities([...before, ...value]);
  return value;
}

function addModalities(counts: readonly unknown[]): unknown[] {
  const sums = new Map<unknown, number>();
  for (const count of counts.filter(isJsonObject))
    sums.set(count.modality, (sums.get(count.modality) ?? 0) + numberOf(count.tokens));
  return [...sums].map(([modality, tokens]) => ({ modality, tokens }));
}

/** Translates the usage for the events of an answer. */
export function asUsageMetadata(usage: unknown): GenerateContentResponseUsageMetadata | undefined {
  if (!isJsonObject(usage)) return undefined;
  const details = (name: string) => {
    const counts = Array.isArray(usage[name]) ? usage[name].filter(isJsonObject) : [];
    return counts.map(({ modality, tokens }) => ({
      modality: String(modality).toUpperCase() as MediaModality,
      tokenCount: numberOf(tokens),
    }));
  };
  return {
    promptTokenCount: numberOf(usage.total_input_tokens),
    candidatesTokenCount: numberOf(usage.total_output_tokens),
    thoughtsTokenCount: numberOf(usage.total_thought_tokens),
    cachedContentTokenCount: numberOf(usage.total_cached_tokens),
    toolUsePromptTokenCount: numberOf(usage.total_tool_use_tokens),
    totalTokenCount: numberOf(usage.total_tokens),
    promptTokensDetails: details('input_tokens_by_modality'),
    candidatesTokensDetails: details('output_tokens_by_modality'),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
