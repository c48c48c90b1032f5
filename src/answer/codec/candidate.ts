import type {
  Candidate,
  CitationMetadata,
  GenerateContentResponse,
  GroundingMetadata,
  GroundingSupport,
  Part,
} from '@google/genai';
import { STOP } from './enums.ts';
import { createResponse } from './response.ts';

/** The part of an answer before a request, by which the positions of its citations are moved. */
export interface AnswerOffset {
  /** Length of its text in UTF-8 bytes. */
  bytes: number;
  parts: number;
  /** Its sources, ratings and so on. */
  metadata: CandidateMetadata;
}

/** The fields of a candidate besides its content: sources, probabilities, safety ratings. */
type CandidateMetadata = Omit<Candidate, 'content' | 'finishReason' | 'finishMessage'>;

export const START_OF_ANSWER: AnswerOffset = { bytes: 0, parts: 0, metadata: {} };

/** Gives the first candidate, which is the answer. Requests to the server may ask for more, which come in any order. */
export function candidateOf({ candidates }: GenerateContentResponse): Candidate | undefined {
  return candidates?.find(({ index = 0 }) => index === 0);
}

/** Adds a finish reason to a unary response that lacks one: servers other than Google's may leave it out. */
export function withFinishReason(response: GenerateContentResponse): GenerateContentResponse {
  const candidate = candidateOf(response);
  if (!candidate?.content?.parts?.length || candidate.finishReason !== undefined) return response;
  const candidates = [{ ...candidate, finishReason: STOP }];
  return createResponse(response, { candidates });
}

/** Merges two objects. Later fields replace earlier ones unless they are empty: the API ends streams with `groundingMetadata: {}`. */
export function latest<Earlier extends object, Later extends object>(earlier: Earlier, later: Later): Earlier & Later {
  const entries = Object.entries(later).filter(([key, value]) => !(key in earlier) || !isEmpty(value));
  return { ...earlier, ...Object.fromEntries(entries) } as Earlier & Later;
}

/** Makes the metadata of a later response part of the whole answer: moves its positions, and adds the earlier sources. */
export function continueMetadata(candidate: Candidate, offset: AnswerOffset): CandidateMetadata {
  const { content: _, finishReason: __, finishMessage: ___, ...metadata } = candidate;
  if (offset.parts === 0) return metadata;
  const { groundingMetadata, citationMetadata, urlContextMetadata } = metadata;
  const before = offset.metadata;
  return {
    ...metadata,
    ...(groundingMetadata && { groundingMetadata: joinGrounding(before.groundingMetadata, groundingMetadata, offset) }),
    ...(citationMetadata && { citationMetadata: joinCitations(before.citationMetadata, citationMetadata, offset) }),
    ...(urlContextMetadata && {
      urlContextMetadata: joinLists(before.urlContextMetadata ?? {}, urlContextMetadata, ['urlMetadata']),
    }),
  };
}

/** Whether a response names sources. */
export function hasSources(response: GenerateContentResponse): boolean {
  const { groundingMetadata, citationMetadata, urlContextMetadata } = candidateOf(response) ?? {};
  return [groundingMetadata, citationMetadata, urlContextMetadata].some((sources) => !isEmpty(sources));
}

/** The offset of a response that follows this candidate. */
export function offsetAfter(candidate: Candidate | undefined): AnswerOffset {
  const { content, finishReason: _, finishMessage: __, ...metadata } = candidate ?? {};
  const parts = content?.parts ?? [];
  const text = parts
    .filter(({ thought }) => !thought)
    .map(({ text = '' }: Part) => text)
    .join('');
  return { bytes: new TextEncoder().encode(text).length, parts: parts.length, metadata };
}

function joinGrounding(
  before: GroundingMetadata = {},
  now: GroundingMetadata,
  offset: AnswerOffset,
): GroundingMetadata {
  const chunksBefore = before.groundingChunks?.length ?? 0;
  const supports = now.groundingSupports?.map((support) => moveSupport(support, offset, chunksBefore));
  const moved = { ...now, ...(supports && { groundingSupports: supports }) };
  return joinLists(before, moved, [
    'groundingChunks',
    'groundingSupports',
    'webSearchQueries',
    'imageSearchQueries',
    'retrievalQueries',
    'sourceFlaggingUris',
  ]);
}

/**
 * Positions count from the beginning of the whole text, unless a part is named.
 *
 * @see https://github.com/googleapis/python-genai/issues/961
 */
function moveSupport(support: GroundingSupport, offset: AnswerOffset, chunksBefore: number): GroundingSupport {
  const { segment, groundingChunkIndices, renderedParts } = support;
  const { partIndex } = segment ?? {};
  const moved =
    partIndex === undefined ? moveSpan(segment ?? {}, offset) : { ...segment, partIndex: partIndex + offset.parts };
  return {
    ...support,
    ...(segment && { segment: moved }),
    ...(groundingChunkIndices && { groundingChunkIndices: groundingChunkIndices.map((index) => index + chunksBefore) }),
    ...(renderedParts && { renderedParts: renderedParts.map((index) => index + offset.parts) }),
  };
}

function joinCitations(before: CitationMetadata = {}, now: CitationMetadata, offset: AnswerOffset): CitationMetadata {
  const citations = now.citations?.map((citation) => moveSpan(citation, offset));
  return joinLists(before, { ...now, ...(citations && { citations }) }, ['citations']);
}

/** A span without an end is no position. The API leaves out a start of 0. */
function moveSpan<Span extends { startIndex?: number; endIndex?: number }>(span: Span, { bytes }: AnswerOffset): Span {
  const { startIndex = 0, endIndex } = span;
  return endIndex === undefined ? span : { ...span, startIndex: startIndex + bytes, endIndex: endIndex + bytes };
}

function joinLists<Value extends object>(before: Value, now: Value, lists: (keyof Value)[]): Value {
  const joined = latest(before, now);
  for (const list of lists) {
    const items = [before[list] ?? [], now[list] ?? []].flat();
    if (items.length > 0) joined[list] = items as Value[typeof list];
  }
  return joined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
