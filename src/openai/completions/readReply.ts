import type {
  FinishReason,
  GenerateContentResponse,
  GenerateContentResponseUsageMetadata as Usage,
} from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { MAX_TOKENS, STOP } from '../../answer/codec/enums.ts';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { countOf } from '../usage.ts';
import type { ChatPart } from './chatPart.ts';
import type { ToolCall } from './wire.ts';

type Fields = Record<string, unknown>;

/** The fields in which servers send the model's reasoning. OpenRouter sends both `reasoning` and `reasoning_details`. */
const REASONING = ['reasoning_content', 'reasoning'];

/** How the loop is told of the end of a turn. Servers use other words for a normal end, too. */
const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  length: MAX_TOKENS,
  content_filter: 'SAFETY' as FinishReason,
};
const MALFORMED = 'MALFORMED_FUNCTION_CALL' as FinishReason;

/** Reads the chunks of a completion, or a whole one, as chunks of an answer. What the server sends may be anything. */
export class ReplyReader {
  /** The id, the time and so on of the first chunk. */
  facts: Fields = {};
  /** The latest usage, in the server's own words. */
  usage: Fields | undefined;
  readonly #calls: ToolCall[] = [];
  readonly #details: Fields[] = [];
  readonly #reasoning: Record<string, string> = {};
  #finishReason: string | undefined;

  /** @returns the parts that are complete by now: calls are so only at the end */
  read(chunk: unknown): ChatPart[] {
    if (!isJsonObject(chunk)) return [];
    const { choices, usage, ...facts } = chunk;
    this.facts = { ...facts, ...this.facts };
    if (isJsonObject(usage)) this.usage = usage;
    const [choice] = Array.isArray(choices) ? choices.filter(isFirst) : [];
    if (!choice) return [];
    if (typeof choice.finish_reason === 'string') this.#finishReason = choice.finish_reason;
    const message = choice.delta ?? choice.message;
    return isJsonObject(message) ? this.#readMessage(message) : [];
  }

  /** @returns the last chunk, with the calls, the usage and the finish reason */
  end(): GenerateContentResponse {
    const calls = this.#calls.filter((call) => call !== undefined).map(readCall);
    const isBroken = calls.some((call) => call === undefined);
    const usageMetadata = asUsageMetadata(this.usage);
    const { id, model } = this.facts;
    const facts = {
      ...(typeof id === 'string' && { responseId: id }),
      ...(typeof model === 'string' && { modelVersion: model }),
      ...(usageMetadata && { usageMetadata }),
    };
    const finishReason = this.#finishReason && (FINISH_REASONS[this.#finishReason] ?? (isBroken ? MALFORMED : STOP));
    const parts = calls.filter((call) => call !== undefined);
    const [first] = parts;
    const ofMessage = this.#furtherFields();
    if (first && Object.keys(ofMessage).length > 0) parts[0] = { ...first, ofMessage };
    return createChunk(facts, parts, finishReason ? { finishReason } : undefined);
  }

  #readMessage({ content, refusal, tool_calls: calls, reasoning_details: details, ...rest }: Fields): ChatPart[] {
    const parts: ChatPart[] = [];
    const field = REASONING.find((name) => typeof rest[name] === 'string' && rest[name] !== '');
    if (field !== undefined) {
      const text = String(rest[field]);
      this.#reasoning[field] = (this.#reasoning[field] ?? '') + text;
      parts.push({ text, thought: true, reasoningField: field });
    }
    if (Array.isArray(details)) for (const detail of details.filter(isJsonObject)) this.#addDetail(detail);
    for (const text of [...textsIn(content), refusal])
      if (typeof text === 'string' && text !== '') parts.push({ text });
    if (Array.isArray(calls)) for (const [index, call] of calls.entries()) this.#addCall(call, index);
    return parts;
  }

  /** Adds a piece of a call. Some servers send whole calls without an index. */
  #addCall(piece: unknown, position: number): void {
    if (!isJsonObject(piece)) return;
    const { index, function: called, ...rest } = piece;
    const isNew =
      typeof index !== 'number' && typeof piece.id === 'string' && this.#calls.every((call) => call?.id !== piece.id);
    const at = typeof index === 'number' ? index : isNew ? this.#calls.length : position;
    if (!Number.isInteger(at) || at < 0 || at > MAX_CALLS) return;
    const before = this.#calls[at];
    const { name, arguments: text } = isJsonObject(called) ? called : {};
    const given = typeof text === 'string' ? text : isJsonObject(text) ? JSON.stringify(text) : '';
    this.#calls[at] = {
      ...before,
      ...withoutEmpty(rest),
      function: {
        name: before?.function?.name || (typeof name === 'string' ? name : ''),
        arguments: `${before?.function?.arguments ?? ''}${given}`,
      },
    };
  }

  /** Joins the pieces of a detail, which have the same index and type. @see https://openrouter.ai/docs/use-cases/reasoning-tokens */
  #addDetail(detail: Fields): void {
    const before = this.#details.at(-1);
    if (!before || before.type !== detail.type || before.index !== detail.index) {
      this.#details.push({ ...detail });
      return;
    }
    for (const [name, value] of Object.entries(detail)) {
      const isText = ['text', 'summary', 'data'].includes(name) && typeof before[name] === 'string';
      if (value !== null) before[name] = isText ? `${before[name]}${value}` : value;
    }
  }

  /** The reasoning goes back beside the calls that it led to: some models refuse the calls without it. */
  #furtherFields(): Fields {
    return { ...this.#reasoning, ...(this.#details.length > 0 && { reasoning_details: this.#details }) };
  }
}

/** So that a server can't fill the memory with an index. */
const MAX_CALLS = 1000;

function isFirst(choice: unknown): choice is Fields {
  return isJsonObject(choice) && (choice.index ?? 0) === 0;
}

/** The content is a text; or a list of blocks, from Mistral's models that reason. */
function textsIn(content: unknown): unknown[] {
  return Array.isArray(content) ? content.filter(isJsonObject).map(({ text }) => text) : [content];
}

/** @returns `undefined` if the arguments are not JSON */
function readCall({ id, type: _, function: called = {}, ...ofCall }: ToolCall): ChatPart | undefined {
  const { name = '', arguments: text = '' } = called;
  const args = text.trim() === '' ? {} : parseJson(text);
  if (!isJsonObject(args)) return undefined;
  return {
    functionCall: { ...(id && { id }), name, args },
    ...(Object.keys(ofCall).length > 0 && { ofCall }),
  };
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

/** Translates the usage for the loop and its events. */
export function asUsageMetadata(usage: Fields | undefined): Usage | undefined {
  if (!usage) return undefined;
  const { prompt_tokens_details: prompt, completion_tokens_details: completion } = usage;
  const cached = isJsonObject(prompt) ? countOf(prompt.cached_tokens) : 0;
  const thoughts = isJsonObject(completion) ? countOf(completion.reasoning_tokens) : 0;
  const [asked, answered] = [countOf(usage.prompt_tokens), countOf(usage.completion_tokens)];
  return {
    promptTokenCount: asked,
    candidatesTokenCount: Math.max(0, answered - thoughts),
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    ...(cached > 0 && { cachedContentTokenCount: cached }),
    totalTokenCount: countOf(usage.total_tokens) || asked + answered,
  };
}
