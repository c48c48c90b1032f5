import type { GenerateContentResponse, Part } from '@google/genai';
import { candidateOf } from '../codec/candidate.ts';
import { carryOver } from '../codec/chunk.ts';
import type { ModelTurn } from './modelTurn.ts';

/** The model's response to one request. */
export interface Reply {
  turn: ModelTurn;
  last: GenerateContentResponse;
  /** The parts of the last chunk, which are not given yet. */
  rest: Part[];
}

/**
 * Reads a response into a turn, and gives all of it but its last parts: they go out with the end of the turn.
 *
 * @param give turns parts, and the chunk that they came with, into a chunk of the answer
 */
export async function* readReply(
  turn: ModelTurn,
  chunks: AsyncIterable<GenerateContentResponse>,
  give: (chunk: GenerateContentResponse, parts: Part[]) => GenerateContentResponse,
): AsyncGenerator<GenerateContentResponse, Reply> {
  let last: GenerateContentResponse | undefined;
  let held: Part[] = [];
  let isGiven = true;
  for await (const chunk of chunks) {
    // The SDK's chat takes any finish reason for the end, so parts that come with one wait until it is clear that it is the end.
    if (last && held.length > 0) yield give(last, held);
    last = last ? carryOver(last, isGiven || held.length > 0, chunk) : chunk;
    const parts = turn.add(chunk);
    held = candidateOf(chunk)?.finishReason === undefined ? [] : parts;
    isGiven = held.length === 0 && parts.length > 0;
    if (isGiven) yield give(last, parts);
  }
  if (!last) throw new TypeError('The API gave an empty stream: a network failure.');
  return { turn, last, rest: [...held, ...turn.end()] };
}
