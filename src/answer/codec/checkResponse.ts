/** The fields of the API's responses that this library reads. All others pass through unchecked. */
import type { GenerateContentResponse } from '@google/genai';
import * as v from 'valibot';
import { MalformedResponseError } from '../../errors.ts';

const text = v.optional(v.string());
const number = v.optional(v.number());

const part = v.looseObject({
  text,
  thought: v.optional(v.boolean()),
  thoughtSignature: text,
  functionCall: v.optional(v.looseObject({ id: text, name: text })),
  functionResponse: v.optional(v.looseObject({ id: text, name: text })),
  executableCode: v.optional(v.looseObject({ id: text, language: text, code: text })),
  codeExecutionResult: v.optional(v.looseObject({ id: text, outcome: text, output: text })),
  inlineData: v.optional(v.looseObject({ mimeType: text, data: text })),
});

const list = <Item extends v.GenericSchema>(item: Item) => v.nullish(v.array(item));

const segment = v.looseObject({ partIndex: number, startIndex: number, endIndex: number });

const support = v.looseObject({
  segment: v.nullish(segment),
  groundingChunkIndices: list(v.number()),
  renderedParts: list(v.number()),
});

const candidate = v.looseObject({
  index: number,
  content: v.nullish(v.looseObject({ parts: v.nullish(v.array(part)) })),
  finishReason: text,
  finishMessage: text,
  groundingMetadata: v.nullish(
    v.looseObject({
      groundingChunks: list(v.unknown()),
      groundingSupports: list(support),
      webSearchQueries: list(v.unknown()),
      imageSearchQueries: list(v.unknown()),
      retrievalQueries: list(v.unknown()),
      sourceFlaggingUris: list(v.unknown()),
    }),
  ),
  citationMetadata: v.nullish(
    v.looseObject({ citations: list(v.looseObject({ startIndex: number, endIndex: number })) }),
  ),
  urlContextMetadata: v.nullish(v.looseObject({ urlMetadata: list(v.unknown()) })),
});

const details = v.optional(v.array(v.looseObject({ modality: text, tokenCount: number })));

const usage = v.looseObject({
  promptTokenCount: number,
  candidatesTokenCount: number,
  thoughtsTokenCount: number,
  cachedContentTokenCount: number,
  toolUsePromptTokenCount: number,
  totalTokenCount: number,
  promptTokensDetails: details,
  candidatesTokensDetails: details,
  cacheTokensDetails: details,
  toolUsePromptTokensDetails: details,
});

const response = v.looseObject({
  responseId: text,
  modelVersion: text,
  candidates: v.nullish(v.array(candidate)),
  promptFeedback: v.nullish(v.looseObject({ blockReason: text })),
  usageMetadata: v.nullish(usage),
});

export function isWellFormed(received: GenerateContentResponse): boolean {
  return v.is(response, received);
}

/** @throws MalformedResponseError that names the wrong field */
export function checkResponse(received: GenerateContentResponse): GenerateContentResponse {
  const { success, issues } = v.safeParse(response, received);
  if (success) return received;
  const [issue] = issues;
  throw new MalformedResponseError(`${v.getDotPath(issue) ?? 'the response'}: ${issue.message}`);
}
