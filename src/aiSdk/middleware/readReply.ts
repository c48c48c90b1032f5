import type { FinishReason, GenerateContentResponse } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { MAX_TOKENS, OTHER, STOP } from '../../answer/codec/enums.ts';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import type { Block, ReceivedPart } from './marks.ts';
import type { Finish, PromptPart, StreamPart } from './spec.ts';
import { asUsageMetadata } from './usage.ts';

const MALFORMED = 'MALFORMED_FUNCTION_CALL' as FinishReason;

/** What the loop knows of the ends of answers. Calls of answers with any other end are not made. */
const FINISH_REASONS: Record<string, FinishReason> = {
  stop: STOP,
  'tool-calls': STOP,
  length: MAX_TOKENS,
  'content-filter': 'SAFETY' as FinishReason,
};

/** Reads the parts of a model's streamed answer to one request. */
export class ReplyReader {
  /** Set when the answer is complete. */
  finish: Finish | undefined;
  /** Parts about the stream as a whole. */
  readonly heading: StreamPart[] = [];
  readonly #hop: number;
  readonly #texts = new Map<string | undefined, Block>();
  /** The streamed arguments of calls that are not complete. */
  readonly #inputs = new Map<string | undefined, StreamPart[]>();
  #hasCalls = false;
  #isBroken = false;

  /** @param hop the number of the request in the answer, from 0: each begins anew to count its texts */
  constructor(hop: number) {
    this.#hop = hop;
  }

  /** @throws the error that the stream brings */
  read(part: StreamPart): ReceivedPart[] {
    switch (part.type) {
      case 'text-start':
      case 'text-delta':
      case 'text-end':
      case 'reasoning-start':
      case 'reasoning-delta':
      case 'reasoning-end':
        return [this.#readText(part)];
      case 'tool-input-start':
        this.#inputs.set(part.id, [part]);
        return [];
      case 'tool-input-delta':
      case 'tool-input-end':
        this.#inputs.get(part.id)?.push(part);
        return [];
      case 'tool-call':
        return [this.#readCall(part)];
      case 'stream-start':
      case 'response-metadata':
        this.heading.push(part);
        return [];
      case 'finish':
        this.finish = part as StreamPart & Finish;
        return [];
      case 'error':
        throw part.error;
      case 'ping':
        return [];
      default:
        // Anthropic's package begins each request with such a part.
        if (this.#hop > 0 && part.kind === 'anthropic.message_start') return [];
        return [received(part, { id: '', part: asPromptPart(part) })];
    }
  }

  /** Gives the last chunk of the answer. */
  end(): GenerateContentResponse {
    if (!this.finish) return createChunk({}, []);
    const { unified, raw } = this.finish.finishReason;
    const known = FINISH_REASONS[unified] ?? (this.#hasCalls && unified === 'other' ? STOP : OTHER);
    // The provider's package could not read a call, or Google's model could not write one.
    const finishReason = this.#isBroken || raw === MALFORMED ? MALFORMED : known;
    return createChunk({ usageMetadata: asUsageMetadata(this.finish.usage) }, [], { finishReason });
  }

  #readText(part: StreamPart): ReceivedPart {
    const isThought = part.type.startsWith('reasoning');
    const { id, delta = '', providerMetadata } = part;
    let block = this.#texts.get(`${isThought} ${id}`);
    if (!block) {
      const type = isThought ? 'reasoning' : 'text';
      block = { id: this.#hop === 0 ? String(id) : `${this.#hop}:${id}`, part: { type, text: '' } };
      this.#texts.set(`${isThought} ${id}`, block);
    }
    const said = block.part as PromptPart;
    said.text += delta;
    if (providerMetadata) said.providerOptions = { ...said.providerOptions, ...providerMetadata };
    const isEnd = part.type.endsWith('-end');
    if (isEnd) this.#texts.delete(`${isThought} ${id}`);
    if (isEnd && said.text === '' && !said.providerOptions) block.part = undefined;
    const words = delta === '' ? {} : { text: delta, ...(isThought && { thought: true }) };
    return { ...words, ...received(part, block) };
  }

  #readCall(part: StreamPart): ReceivedPart {
    const { toolCallId: id = '', toolName: name = '', input = '', providerExecuted } = part;
    const events = [...(this.#inputs.get(id) ?? []), part];
    this.#inputs.delete(id);
    const args = input.trim() === '' ? {} : parseJson(input);
    const block = { id, part: { ...asPromptPart(part), type: 'tool-call', input: args ?? {} } };
    if (providerExecuted) return { received: { of: block, events } };
    this.#hasCalls = true;
    if (!isJsonObject(args)) this.#isBroken = true;
    return { functionCall: { id, name, args: isJsonObject(args) ? args : {} }, received: { of: block, events } };
  }
}

function received(part: StreamPart, of: Block): ReceivedPart {
  return { received: { of, events: [part] } };
}

/** Makes a part of the next prompt of a part of the answer, as the AI SDK does. */
function asPromptPart({ providerMetadata, ...part }: StreamPart): PromptPart | undefined {
  const { type, data, mediaType, toolCallId, toolName, providerExecuted } = part;
  const options = providerMetadata && { providerOptions: providerMetadata };
  switch (type) {
    case 'tool-call':
      return {
        type,
        toolCallId: toolCallId ?? '',
        toolName: toolName ?? '',
        ...(providerExecuted && { providerExecuted }),
        ...options,
      };
    case 'tool-result':
      if (part.preliminary) return undefined;
      return {
        type,
        toolCallId: toolCallId ?? '',
        toolName: toolName ?? '',
        output: { type: part.isError ? 'error-json' : 'json', value: part.result },
        ...options,
      };
    case 'file':
    case 'reasoning-file':
      return { type, data: data as NonNullable<PromptPart['data']>, mediaType: mediaType ?? '', ...options };
    case 'custom':
      return { ...part, ...options } as PromptPart;
    default:
      // Sources, and what is about the stream.
      return undefined;
  }
}
