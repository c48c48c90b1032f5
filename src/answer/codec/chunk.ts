import type { FinishReason, GenerateContentResponse, Part } from '@google/genai';
import { type AnswerOffset, candidateOf, continueMetadata, latest, offsetAfter, START_OF_ANSWER } from './candidate.ts';
import { createResponse } from './response.ts';
import { addUsage } from './usage.ts';

type Usage = GenerateContentResponse['usageMetadata'];

/** Common to all responses of one answer, whichever request they came from. */
export interface AnswerContext {
  /** The id of the first response: the server has one for the whole answer. */
  responseId: string | undefined;
  /** The usage of the earlier requests. */
  usage: Usage;
  /** The part of the answer before this request. */
  offset: AnswerOffset;
}

export const NEW_ANSWER: AnswerContext = { responseId: undefined, usage: undefined, offset: START_OF_ANSWER };

/** The context of an answer's next request. @param given all chunks so far */
export function contextAfter(
  given: readonly GenerateContentResponse[],
  { responseId, usageMetadata: usage }: GenerateContentResponse,
): AnswerContext {
  return { responseId, usage, offset: offsetAfter(candidateOf(joinChunks(given))) };
}

/** How an answer ends. Only its last chunk has it. */
export interface Finish {
  finishReason: FinishReason;
  finishMessage?: string;
}

export function partsOf(response: GenerateContentResponse): Part[] {
  return candidateOf(response)?.content?.parts ?? [];
}

/** Whether a part is more than the empty, unsigned text that ends a stream. */
export function hasContent(part: Part): boolean {
  return part.text !== '' || part.thoughtSignature !== undefined;
}

/** Makes a response part of the whole answer, with these parts. Only the last response of the answer gets a finish reason. */
export function rewrite(
  response: GenerateContentResponse,
  parts: Part[],
  { responseId, usage, offset }: AnswerContext,
  finish?: Finish,
): GenerateContentResponse {
  const rewritten = createResponse(response);
  if (responseId !== undefined) rewritten.responseId = responseId;
  const total = response.usageMetadata ? addUsage(usage, response.usageMetadata) : usage;
  if (total) rewritten.usageMetadata = total;
  const candidate = candidateOf(response);
  if (!candidate && !finish) return rewritten;
  // A last chunk without content still needs a part.
  const content = { ...candidate?.content, role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] };
  const metadata = candidate ? continueMetadata(candidate, offset) : { index: 0 };
  rewritten.candidates = [{ ...metadata, ...finish, content }];
  return rewritten;
}

/** Adds fields of the previous chunk to a chunk: its usage, and its other fields if it was not passed on. */
export function carryOver(
  before: GenerateContentResponse,
  isGiven: boolean,
  chunk: GenerateContentResponse,
): GenerateContentResponse {
  const { usageMetadata } = before;
  if (isGiven) return createResponse(usageMetadata && { usageMetadata }, chunk);
  const [earlier, later] = [candidateOf(before), candidateOf(chunk)];
  const carried = createResponse(latest(before, chunk));
  if (earlier && later) carried.candidates = [latest({ ...earlier, content: undefined }, later)];
  return carried;
}

/** Makes the chunk that the server would have streamed for these parts. */
export function createChunk(
  last: Pick<GenerateContentResponse, 'responseId' | 'modelVersion' | 'usageMetadata'>,
  parts: Part[],
  finish?: Finish,
): GenerateContentResponse {
  const { responseId, modelVersion, usageMetadata } = last;
  const chunk = createResponse(
    responseId !== undefined && { responseId },
    modelVersion !== undefined && { modelVersion },
    usageMetadata && { usageMetadata },
  );
  chunk.candidates = [{ content: { role: 'model', parts }, index: 0, ...finish }];
  return chunk;
}

/** Joins the chunks of an answer into the response to a unary request. */
export function joinChunks(chunks: readonly GenerateContentResponse[]): GenerateContentResponse {
  const last = chunks.at(-1) ?? createResponse();
  if (chunks.length < 2) return last;
  const joined = createResponse(last);
  const candidates = chunks.flatMap((chunk) => candidateOf(chunk) ?? []);
  const parts = chunks.flatMap(partsOf).filter((part, _, all) => hasContent(part) || all.length === 1);
  const content = { role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] };
  // Grounding, citations and ratings come with any chunk; the latest of each counts.
  if (candidates.length > 0) joined.candidates = [{ ...candidates.reduce(latest, {}), content }];
  return joined;
}
