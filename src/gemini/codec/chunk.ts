import type { FinishReason, GenerateContentResponse, Part } from '@google/genai';
import { type AnswerOffset, candidateOf, continueMetadata, latest, offsetAfter, START_OF_ANSWER } from './candidate.ts';
import { LocalResponse } from './localResponse.ts';
import { addUsage } from './usage.ts';

type Usage = GenerateContentResponse['usageMetadata'];

/** What the responses of one answer have in common, whichever request they came from. */
export interface AnswerContext {
  /** Of the first request; the server has one for the whole answer. */
  responseId: string | undefined;
  /** Of the requests before this one. */
  usage: Usage;
  /** What was given before this request. */
  said: AnswerOffset;
}

export const NEW_ANSWER: AnswerContext = { responseId: undefined, usage: undefined, said: START_OF_ANSWER };

/** What a further request of an answer has to go on with. @param given all chunks so far */
export function contextAfter(
  given: readonly GenerateContentResponse[],
  { responseId, usageMetadata: usage }: GenerateContentResponse,
): AnswerContext {
  return { responseId, usage, said: offsetAfter(candidateOf(joinChunks(given))) };
}

/** How an answer ends. Undefined for all chunks but its last. */
export interface Finish {
  finishReason: FinishReason;
  finishMessage?: string;
}

export function partsOf(response: GenerateContentResponse): Part[] {
  return candidateOf(response)?.content?.parts ?? [];
}

/** Whether a part says anything: text that is empty and unsigned only ends a stream. */
export function hasContent(part: Part): boolean {
  return part.text !== '' || part.thoughtSignature !== undefined;
}

/** Gives a response of one request as part of the whole answer: with these parts, and a finish reason only where it is the last. */
export function rewrite(
  response: GenerateContentResponse,
  parts: Part[],
  { responseId, usage, said }: AnswerContext,
  ending?: Finish,
): GenerateContentResponse {
  const rewritten = Object.assign(new LocalResponse(), response);
  if (responseId !== undefined) rewritten.responseId = responseId;
  const total = response.usageMetadata ? addUsage(usage, response.usageMetadata) : usage;
  if (total) rewritten.usageMetadata = total;
  const candidate = candidateOf(response);
  if (!candidate && !ending) return rewritten;
  // A last chunk that says nothing still needs a part.
  const content = { ...candidate?.content, role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] };
  const found = candidate ? continueMetadata(candidate, said) : { index: 0 };
  rewritten.candidates = [{ ...found, ...ending, content }];
  return rewritten;
}

/** Gives a chunk of a request with what counts of the one before: its tokens, and, where it was not passed on, its sources. */
export function carryOver(
  before: GenerateContentResponse,
  isGiven: boolean,
  chunk: GenerateContentResponse,
): GenerateContentResponse {
  const { usageMetadata } = before;
  if (isGiven) return Object.assign(new LocalResponse(), usageMetadata && { usageMetadata }, chunk);
  const [earlier, later] = [candidateOf(before), candidateOf(chunk)];
  const carried = Object.assign(new LocalResponse(), latest(before, chunk));
  if (earlier && later) carried.candidates = [latest({ ...earlier, content: undefined }, later)];
  return carried;
}

/** Gives parts that were made here as the chunk that the server would have streamed. */
export function createChunk(last: GenerateContentResponse, parts: Part[], ending?: Finish): GenerateContentResponse {
  const { responseId, modelVersion, usageMetadata } = last;
  const chunk = Object.assign(
    new LocalResponse(),
    responseId !== undefined && { responseId },
    modelVersion !== undefined && { modelVersion },
    usageMetadata && { usageMetadata },
  );
  chunk.candidates = [{ content: { role: 'model', parts }, index: 0, ...ending }];
  return chunk;
}

/** Joins the chunks of an answer into the one response that a unary request gets. */
export function joinChunks(chunks: readonly GenerateContentResponse[]): GenerateContentResponse {
  const last = chunks.at(-1) ?? new LocalResponse();
  if (chunks.length < 2) return last;
  const joined = Object.assign(new LocalResponse(), last);
  const candidates = chunks.flatMap((chunk) => candidateOf(chunk) ?? []);
  const parts = chunks.flatMap(partsOf).filter((part, _, all) => hasContent(part) || all.length === 1);
  const content = { role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] };
  // What was found on the way (grounding, citations, ratings) came with one chunk or another; the latest word on each counts.
  if (candidates.length > 0) joined.candidates = [{ ...candidates.reduce(latest, {}), content }];
  return joined;
}
