import type { FinishReason, GenerateContentResponse, GenerateContentResponseUsageMetadata } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import { MAX_TOKENS, OTHER, STOP } from '../../answer/codec/enums.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { countOf } from '../usage.ts';
import type { ItemPart } from './itemPart.ts';
import { CODE_CALL, isCall, itemsIn } from './items.ts';
import { isMalformed, readCall, readCode } from './readInput.ts';
import { type Item, type ReceivedItem, type ResponseEvent, type ResponseObject, textOf } from './wire.ts';

interface Receiving extends ReceivedItem {
  /** The events of a call, which the application gets when the call is complete. */
  held: ResponseEvent[];
}

/** Deltas that are words of the model. */
const THOUGHTS = ['response.reasoning_summary_text.delta', 'response.reasoning_text.delta'];
const TEXT = 'response.output_text.delta';

/** Reads the events of a response as parts of an answer. What the server sends may be anything. */
export class EventReader {
  /** Whether a call was not valid JSON. */
  isMalformed = false;
  readonly #items = new Map<unknown, Receiving>();
  readonly #isFenced: boolean;

  /** @param isFenced whether the model writes programs into its messages, which are then written anew */
  constructor(isFenced: boolean) {
    this.#isFenced = isFenced;
  }

  /** Reads what an event brings: a part, or nothing. A call is complete only at its end. */
  read(event: ResponseEvent): ItemPart[] {
    const { type, item, output_index: index } = event;
    if (index === undefined) return [];
    if (type === 'response.output_item.added' && isItem(item)) this.#items.set(index, { item, held: [] });
    const of = this.#items.get(index);
    if (!of) return [];
    if (isCall(of.item) || of.item.type === CODE_CALL) of.held.push(event);
    if (type === 'response.output_item.done' && isItem(item)) {
      of.item = item;
      if (of.held.length > 0) return this.#readEnd(of);
    }
    return of.held.length > 0 ? [] : this.#readPiece(event, of);
  }

  #readPiece(event: ResponseEvent, of: Receiving): ItemPart[] {
    const text = textOf(event.delta);
    if (event.type === TEXT && this.#isFenced) return [{ text }];
    const received = { of, events: [event] };
    if (event.type === TEXT) return [{ text, received }];
    if (THOUGHTS.includes(event.type)) return [{ thought: true, text, received }];
    return this.#isFenced && of.item.type === 'message' ? [] : [{ received }];
  }

  #readEnd(of: Receiving): ItemPart[] {
    const { item, held: events } = of;
    if (item.type === CODE_CALL) {
      const [program, ...results] = readCode(item, new CodeFunctions(['PYTHON']));
      return [
        { ...program, received: { of, events } },
        ...results.map((part) => ({ ...part, received: { of, events: [] } })),
      ];
    }
    if (isMalformed(item)) {
      this.isMalformed = true;
      return [];
    }
    return [{ functionCall: readCall(item), received: { of, events } }];
  }
}

function isItem(value: unknown): value is Item {
  return isJsonObject(value) && typeof value.type === 'string';
}

/** Gives the last chunk of a response. */
export function lastChunkOf(
  { id, model, usage, ...response }: ResponseObject,
  isMalformed: boolean,
): GenerateContentResponse {
  const usageMetadata = asUsageMetadata(usage);
  const facts = {
    ...(id && { responseId: id }),
    ...(typeof model === 'string' && { modelVersion: model }),
    ...(usageMetadata && { usageMetadata }),
  };
  return createChunk(facts, [], { finishReason: isMalformed ? MALFORMED : finishReasonOf(response) });
}

const MALFORMED = 'MALFORMED_FUNCTION_CALL' as FinishReason;

function finishReasonOf({ status, incomplete_details: details }: ResponseObject): FinishReason {
  if (status === undefined || status === 'completed') return STOP;
  if (status !== 'incomplete') return OTHER;
  return isJsonObject(details) && details.reason === 'content_filter' ? ('SAFETY' as FinishReason) : MAX_TOKENS;
}

/** Gives the response of an event that ends a stream. */
export function endedBy({ type, response }: ResponseEvent): ResponseObject | undefined {
  const isEnd = ['response.completed', 'response.incomplete', 'response.failed'].includes(type);
  return isEnd && isJsonObject(response) ? response : undefined;
}

/** Gives the events of a response that was not streamed, as far as they matter to its parts. */
export function* eventsOf(response: ResponseObject): Generator<ResponseEvent> {
  for (const [index, item] of itemsIn(response.output).entries()) {
    yield { type: 'response.output_item.added', output_index: index, item };
    for (const { type, text } of [...itemsIn(item.content), ...itemsIn(item.summary)]) {
      if (type === 'output_text') yield { type: TEXT, output_index: index, delta: text };
      else if (type === 'summary_text') yield { type: THOUGHTS[0] ?? '', output_index: index, delta: text };
    }
    yield { type: 'response.output_item.done', output_index: index, item };
  }
  yield {
    type: `response.${response.status === 'incomplete' || response.status === 'failed' ? response.status : 'completed'}`,
    response,
  };
}

/** Translates the usage for the loop and its events. */
function asUsageMetadata(usage: unknown): GenerateContentResponseUsageMetadata | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { input_tokens_details: input, output_tokens_details: output } = usage;
  const cached = isJsonObject(input) ? countOf(input.cached_tokens) : 0;
  const thoughts = isJsonObject(output) ? countOf(output.reasoning_tokens) : 0;
  return {
    promptTokenCount: countOf(usage.input_tokens),
    candidatesTokenCount: Math.max(0, countOf(usage.output_tokens) - thoughts),
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    ...(cached > 0 && { cachedContentTokenCount: cached }),
    totalTokenCount: countOf(usage.total_tokens),
  };
}
