import type { GenerateContentResponseUsageMetadata as Usage } from '@google/genai';

/**
 * Adds the usage of a further request to that of an answer, in the fields that the server uses: the prompts of later requests, with code and
 * output, count as `toolUsePromptTokenCount`, and total = prompt + candidates + toolUsePrompt + thoughts.
 */
export function addUsage(before: Usage | undefined, hop: Usage): Usage {
  if (!before) return hop;
  // Cached tokens of a later request are part of its own prompt, which is not in `promptTokenCount` here.
  const { cachedContentTokenCount: _, cacheTokensDetails: __, ...counted } = hop;
  const { cachedContentTokenCount: cached, cacheTokensDetails: cachedDetails } = before;
  const toolUse =
    (before.toolUsePromptTokenCount ?? 0) + (hop.promptTokenCount ?? 0) + (hop.toolUsePromptTokenCount ?? 0);
  return {
    ...counted,
    ...sumOf(before, hop, 'candidatesTokenCount'),
    ...sumOf(before, hop, 'thoughtsTokenCount'),
    ...(cached !== undefined && { cachedContentTokenCount: cached }),
    promptTokenCount: before.promptTokenCount ?? 0,
    toolUsePromptTokenCount: toolUse,
    totalTokenCount: (before.totalTokenCount ?? 0) + (hop.totalTokenCount ?? 0),
    ...detailsOf('promptTokensDetails', before.promptTokensDetails),
    ...detailsOf('candidatesTokensDetails', before.candidatesTokensDetails, hop.candidatesTokensDetails),
    ...(cachedDetails && { cacheTokensDetails: cachedDetails }),
    ...detailsOf(
      'toolUsePromptTokensDetails',
      before.toolUsePromptTokensDetails,
      hop.promptTokensDetails,
      hop.toolUsePromptTokensDetails,
    ),
  };
}

type Count = 'candidatesTokenCount' | 'thoughtsTokenCount';

function sumOf(before: Usage, hop: Usage, key: Count): Usage {
  if (before[key] === undefined && hop[key] === undefined) return {};
  return { [key]: (before[key] ?? 0) + (hop[key] ?? 0) };
}

type Details = NonNullable<Usage['promptTokensDetails']>;

function detailsOf(key: keyof Usage, ...lists: (Details | undefined)[]): Usage {
  const sums = new Map<Details[number]['modality'], number>();
  for (const { modality, tokenCount = 0 } of lists.flatMap((list) => list ?? []))
    sums.set(modality, (sums.get(modality) ?? 0) + tokenCount);
  if (sums.size === 0) return {};
  return { [key]: [...sums].map(([modality, tokenCount]) => ({ ...(modality && { modality }), tokenCount })) };
}
