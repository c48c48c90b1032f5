import type { GenerateContentResponseUsageMetadata } from '@google/genai';
import { isJsonObject } from '../../text/parseJson.ts';
import type { Usage } from '../wire.ts';

/** Adds the usage of a further request. Fields that are no counts, such as the service tier, are those of the latest. */
export function addUsage(before: Usage | undefined, later: Usage | undefined): Usage | undefined {
  if (!before || !later) return before ?? later;
  const added: Usage = { ...before };
  for (const [name, value] of Object.entries(later)) added[name] = addField(before[name], value);
  return added;
}

function addField(before: unknown, value: unknown): unknown {
  if (typeof before === 'number' && typeof value === 'number') return before + value;
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  if (isJsonObject(before) && isJsonObject(value)) return addUsage(before, value);
  return value ?? before;
}

/** Translates the usage for the events of an answer. Tokens of a cache are not among `input_tokens`. */
export function asUsageMetadata(usage: Usage): GenerateContentResponseUsageMetadata {
  const { output_tokens_details: details } = usage;
  const cached = numberOf(usage.cache_read_input_tokens);
  const input = numberOf(usage.input_tokens) + numberOf(usage.cache_creation_input_tokens) + cached;
  const output = numberOf(usage.output_tokens);
  const thoughts = isJsonObject(details) ? numberOf(details.thinking_tokens) : 0;
  return {
    promptTokenCount: input,
    cachedContentTokenCount: cached,
    candidatesTokenCount: output - thoughts,
    thoughtsTokenCount: thoughts,
    totalTokenCount: input + output,
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
