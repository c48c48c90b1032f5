import type { GenerateContentResponseUsageMetadata as Usage } from '@google/genai';

/**
 * Adds the usage of one more request to what an answer has used so far, in the fields that the server uses for it: what a later request
 * reads again, with the code and its output in it, is `toolUsePromptTokenCount`, and
 * total = prompt + candidates + toolUsePrompt + thoughts.
 */
export function addUsage(before: Usage | undefined, hop: Usage): Usage {
  if (!before) return hop;
  const usage: Usage = {
    ...hop,
    ...sumOf(before, hop, 'candidatesTokenCount'),
    ...sumOf(before, hop, 'thoughtsTokenCount'),
    ...sumOf(before, hop, 'cachedContentTokenCount'),
    promptTokenCount: before.promptTokenCount ?? 0,
    toolUsePromptTokenCount:
      (before.toolUsePromptTokenCount ?? 0) + (hop.promptTokenCount ?? 0) + (hop.toolUsePromptTokenCount ?? 0),
    totalTokenCount: (before.totalTokenCount ?? 0) + (hop.totalTokenCount ?? 0),
  };
  const details = [...(before.toolUsePromptTokensDetails ?? []), ...(hop.promptTokensDetails ?? [])];
  if (before.promptTokensDetails) usage.promptTokensDetails = before.promptTokensDetails;
  if (details.length > 0) usage.toolUsePromptTokensDetails = sumByModality(details);
  return usage;
}

type Count = 'candidatesTokenCount' | 'thoughtsTokenCount' | 'cachedContentTokenCount';

function sumOf(before: Usage, hop: Usage, key: Count): Usage {
  if (before[key] === undefined && hop[key] === undefined) return {};
  return { [key]: (before[key] ?? 0) + (hop[key] ?? 0) };
}

type Details = NonNullable<Usage['promptTokensDetails']>;

function sumByModality(details: Details): Details {
  const sums = new Map<Details[number]['modality'], number>();
  for (const { modality, tokenCount = 0 } of details) sums.set(modality, (sums.get(modality) ?? 0) + tokenCount);
  return [...sums].map(([modality, tokenCount]) => ({ ...(modality === undefined ? {} : { modality }), tokenCount }));
}
