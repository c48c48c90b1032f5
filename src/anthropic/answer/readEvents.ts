import type { FinishReason, GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { MAX_TOKENS, STOP } from '../../answer/codec/enums.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import type { BlockPart } from '../blockPart.ts';
import { isServersCode, readServersCode } from '../request/serversCode.ts';
import { type Block, isBlock, type Message, type StreamEvent, textOf } from '../wire.ts';
import { BlockBuilder, deltasOf, startOf } from './blockBuilder.ts';
import { asUsageMetadata } from './usage.ts';

/**
 * How the loop is told of the end of a message. Calls of a model that was cut off are not made.
 *
 * @see https://docs.anthropic.com/en/api/handling-stop-reasons
 */
const FINISH_REASONS: Record<string, FinishReason> = {
  end_turn: STOP,
  tool_use: STOP,
  stop_sequence: STOP,
  // Your app goes on from it.
  pause_turn: STOP,
  max_tokens: MAX_TOKENS,
  model_context_window_exceeded: MAX_TOKENS,
  refusal: 'SAFETY' as FinishReason,
};

/** Reads the events of a message as parts of an answer. */
export class EventReader {
  readonly #builders = new Map<unknown, BlockBuilder>();
  readonly #readsCode: boolean;

  /** @param readsCode whether Anthropic's own code execution is read as code */
  constructor(readsCode: boolean) {
    this.#readsCode = readsCode;
  }

  /** Reads what an event brings. A call is complete only at the end of its block. */
  read({ type, index, content_block: start, delta }: StreamEvent): BlockPart[] {
    const builder = this.#builders.get(index);
    switch (type) {
      case 'content_block_start':
        return isBlock(start) ? this.#begin(index, start) : [];
      case 'content_block_delta':
        if (!builder || !isBlock(delta)) return [];
        builder.add(delta);
        return builder.block.type === 'tool_use' ? [] : [partOf(delta, builder)];
      case 'content_block_stop':
        this.#builders.delete(index);
        return builder ? this.#end(builder) : [];
      default:
        return [];
    }
  }

  #begin(index: unknown, start: Block): BlockPart[] {
    const builder = new BlockBuilder(isSpoken(start) ? startOf(start) : start);
    this.#builders.set(index, builder);
    if (start.type === 'tool_use') return [];
    // Some servers begin a block with its first words.
    const words = isSpoken(start) ? deltasOf(start) : [];
    for (const delta of words) builder.add(delta);
    return [{ received: { of: builder, deltas: [] } }, ...words.map((delta) => partOf(delta, builder))];
  }

  #end(builder: BlockBuilder): BlockPart[] {
    const block = builder.end();
    if (block.type === 'tool_use')
      return [{ functionCall: readCall(block), received: { of: builder, deltas: deltasOf(block) } }];
    if (!this.#readsCode || !isServersCode(block)) return [];
    return [{ ...readServersCode(block), received: { of: builder, deltas: [] } }];
  }
}

function isSpoken({ type }: Block): boolean {
  return type === 'text' || type === 'thinking';
}

function partOf(delta: Block, of: BlockBuilder): BlockPart {
  const received = { of, deltas: [delta] };
  if (delta.type === 'text_delta') return { text: textOf(delta.text), received };
  if (delta.type === 'thinking_delta') return { thought: true, text: textOf(delta.thinking), received };
  return { received };
}

export function readCall({ id, name, input }: Block) {
  return { ...(typeof id === 'string' && { id }), name: textOf(name), args: isJsonObject(input) ? input : {} };
}

/** Gives the last chunk of an answer. */
export function lastChunkOf({ id, model, stop_reason: reason, usage }: Message): GenerateContentResponse {
  const facts = {
    ...(id !== undefined && { responseId: id }),
    ...(model !== undefined && { modelVersion: model }),
    ...(usage && { usageMetadata: asUsageMetadata(usage) }),
  };
  return createChunk(facts, [], { finishReason: FINISH_REASONS[textOf(reason)] ?? STOP });
}

/** Gives the events that the server would have streamed for a message. */
export function* eventsOf({ content, ...message }: Message): Generator<StreamEvent> {
  yield { type: 'message_start', message: { ...message, content: [], stop_reason: null, stop_sequence: null } };
  for (const [index, block] of content.entries()) {
    yield { type: 'content_block_start', index, content_block: startOf(block) };
    for (const delta of deltasOf(block)) yield { type: 'content_block_delta', index, delta };
    yield { type: 'content_block_stop', index };
  }
  const { stop_reason, stop_sequence, stop_details, container, usage } = message;
  yield { type: 'message_delta', delta: { stop_reason, stop_sequence, stop_details, container }, usage };
  yield { type: 'message_stop' };
}
