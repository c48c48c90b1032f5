import {
  type Candidate,
  type CitationMetadata,
  FinishReason,
  GenerateContentResponse,
  type GroundingMetadata,
  type GroundingSupport,
  type Part,
} from '@google/genai';

/** What an answer has come to before a request: where the places that its sources are cited at have to be moved to. */
export interface AnswerOffset {
  /** Bytes of its text, as UTF-8. */
  bytes: number;
  parts: number;
  /** What was found on the way. */
  found: CandidateMetadata;
}

/** What a candidate has beside its content: where it was found, how sure the model is, how it was rated. */
type CandidateMetadata = Omit<Candidate, 'content' | 'finishReason' | 'finishMessage'>;

export const START_OF_ANSWER: AnswerOffset = { bytes: 0, parts: 0, found: {} };

/** The candidate that is the answer. A caller may have asked for others, which come as they are ready. */
export function candidateOf({ candidates }: GenerateContentResponse): Candidate | undefined {
  return candidates?.find(({ index = 0 }) => index === 0);
}

/** Gives a response that came as a whole a finish reason: servers beside Google's may leave it out. */
export function withFinishReason(response: GenerateContentResponse): GenerateContentResponse {
  const candidate = candidateOf(response);
  if (!candidate?.content?.parts?.length || candidate.finishReason !== undefined) return response;
  const candidates = [{ ...candidate, finishReason: FinishReason.STOP }];
  return Object.assign(new GenerateContentResponse(), response, { candidates });
}

/** What the later of two has of each counts, but for what is empty: the API ends streams with `groundingMetadata: {}`. */
export function latest<Earlier extends object, Later extends object>(earlier: Earlier, later: Later): Earlier & Later {
  const entries = Object.entries(later).filter(([key, value]) => !(key in earlier) || !isEmpty(value));
  return { ...earlier, ...Object.fromEntries(entries) } as Earlier & Later;
}

/** What a candidate of a later request found, as part of the whole answer: with what was found before. */
export function continueMetadata(candidate: Candidate, said: AnswerOffset): CandidateMetadata {
  const { content: _, finishReason: __, finishMessage: ___, ...found } = candidate;
  if (said.parts === 0) return found;
  const { groundingMetadata, citationMetadata, urlContextMetadata } = found;
  const before = said.found;
  return {
    ...found,
    ...(groundingMetadata && { groundingMetadata: joinGrounding(before.groundingMetadata, groundingMetadata, said) }),
    ...(citationMetadata && { citationMetadata: joinCitations(before.citationMetadata, citationMetadata, said) }),
    ...(urlContextMetadata && {
      urlContextMetadata: joinLists(before.urlContextMetadata ?? {}, urlContextMetadata, ['urlMetadata']),
    }),
  };
}

/** Whether a response names what its answer rests on. */
export function hasSources(response: GenerateContentResponse): boolean {
  const { groundingMetadata, citationMetadata, urlContextMetadata } = candidateOf(response) ?? {};
  return [groundingMetadata, citationMetadata, urlContextMetadata].some((sources) => !isEmpty(sources));
}

/** What was said in an answer that has this candidate. */
export function offsetAfter(candidate: Candidate | undefined): AnswerOffset {
  const { content, finishReason: _, finishMessage: __, ...found } = candidate ?? {};
  const parts = content?.parts ?? [];
  const text = parts
    .filter(({ thought }) => !thought)
    .map(({ text = '' }: Part) => text)
    .join('');
  return { bytes: new TextEncoder().encode(text).length, parts: parts.length, found };
}

function joinGrounding(before: GroundingMetadata = {}, now: GroundingMetadata, said: AnswerOffset): GroundingMetadata {
  const chunksBefore = before.groundingChunks?.length ?? 0;
  const supports = now.groundingSupports?.map((support) => moveSupport(support, said, chunksBefore));
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
 * Where no part is named, places are counted from the beginning of all text.
 *
 * @see https://github.com/googleapis/python-genai/issues/961
 */
function moveSupport(support: GroundingSupport, said: AnswerOffset, chunksBefore: number): GroundingSupport {
  const { segment, groundingChunkIndices, renderedParts } = support;
  const { partIndex } = segment ?? {};
  const moved =
    partIndex === undefined ? moveSpan(segment ?? {}, said) : { ...segment, partIndex: partIndex + said.parts };
  return {
    ...support,
    ...(segment && { segment: moved }),
    ...(groundingChunkIndices && { groundingChunkIndices: groundingChunkIndices.map((index) => index + chunksBefore) }),
    ...(renderedParts && { renderedParts: renderedParts.map((index) => index + said.parts) }),
  };
}

function joinCitations(before: CitationMetadata = {}, now: CitationMetadata, said: AnswerOffset): CitationMetadata {
  const citations = now.citations?.map((citation) => moveSpan(citation, said));
  return joinLists(before, { ...now, ...(citations && { citations }) }, ['citations']);
}

/** A place without an end is none. One that begins at 0 may not say so. */
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
