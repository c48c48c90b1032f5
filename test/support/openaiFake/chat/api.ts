import type { Reply } from '../../geminiFake/reply.ts';
import { jsonReply } from '../../geminiFake/reply.ts';
import type { ScriptedTurn } from '../../geminiFake/script/script.ts';
import type { Api, Body } from '../api.ts';
import type { ApiError } from '../errors.ts';
import { checkChat } from './check.ts';

type Part = NonNullable<ScriptedTurn['parts']>[number];

interface Call {
  id: string;
  type: string;
  function: { name: string; arguments: string };
}

const FINISH_REASONS: Readonly<Record<string, string>> = { MAX_TOKENS: 'length', SAFETY: 'content_filter' };

/** The Chat Completions API. Models whose name begins with `local-` reason in `reasoning_content`, as those of llama.cpp do. */
export class ChatApi implements Api {
  #answers = 0;
  #calls = 0;

  check(body: Body, turn: ScriptedTurn): ApiError | undefined {
    return checkChat(body, turn);
  }

  whole(body: Body, turn: ScriptedTurn): unknown {
    const parts = turn.parts ?? [];
    const said = parts.filter(({ text, thought }) => text && !thought).map(({ text }) => text);
    const calls = parts.filter(({ functionCall }) => functionCall).map((part) => this.#call(part));
    const reasoning = reasoningOf(parts);
    const message = {
      role: 'assistant',
      content: said.length > 0 ? said.join('') : null,
      refusal: null,
      annotations: [],
      ...(reasoning && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls }),
    };
    const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(turn) };
    return { ...this.#facts(body, 'chat.completion'), choices: [choice], usage: usageOf(turn) };
  }

  streamed(body: Body, turn: ScriptedTurn): { data: unknown }[] {
    const facts = this.#facts(body, 'chat.completion.chunk');
    const chunk = (delta: object, finish: string | null = null) => ({
      data: { ...facts, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] },
    });
    let index = -1;
    const deltas = (turn.parts ?? []).flatMap((part) => {
      if (part.functionCall) {
        index += 1;
        return inPieces(this.#call(part), index);
      }
      const { text = '', thought } = part;
      return thought ? [{ reasoning_content: text }] : [{ content: text }];
    });
    const { include_usage: includesUsage } = (body.stream_options ?? {}) as { include_usage?: boolean };
    return [
      chunk({ role: 'assistant', content: '', refusal: null }),
      ...deltas.map((delta) => chunk(delta)),
      chunk({}, finishReason(turn)),
      ...(includesUsage ? [{ data: { ...facts, choices: [], usage: usageOf(turn) } }] : []),
    ];
  }

  other(method: string, path: string): Reply | undefined {
    if (method !== 'GET' || path !== 'models') return undefined;
    const data = ['gpt-5.5', 'local-llama'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'fake' }));
    return jsonReply({ object: 'list', data });
  }

  #facts({ model }: Body, object: string) {
    this.#answers += 1;
    return { id: `chatcmpl-${this.#answers}`, object, created: 1_790_000_000 + this.#answers, model };
  }

  #call({ functionCall }: Part): Call {
    this.#calls += 1;
    const { name = '', args = {} } = functionCall ?? {};
    return { id: `call_${this.#calls}`, type: 'function', function: { name, arguments: JSON.stringify(args) } };
  }
}

/** A call is streamed with its name, and then its arguments piece by piece. */
function inPieces({ function: { name, arguments: text }, ...call }: Call, index: number): object[] {
  const middle = Math.ceil(text.length / 2);
  return [
    { tool_calls: [{ index, ...call, function: { name, arguments: '' } }] },
    ...[text.slice(0, middle), text.slice(middle)].map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}

function reasoningOf(parts: readonly Part[]): string {
  return parts.map(({ text = '', thought }) => (thought ? text : '')).join('');
}

function finishReason({ parts = [], finishReason: reason }: ScriptedTurn): string | null {
  if (reason === null) return null;
  const usual = parts.some(({ functionCall }) => functionCall) ? 'tool_calls' : 'stop';
  return FINISH_REASONS[reason ?? ''] ?? usual;
}

export function usageOf({ usageMetadata }: ScriptedTurn) {
  const {
    promptTokenCount = 10,
    candidatesTokenCount = 5,
    thoughtsTokenCount = 0,
    cachedContentTokenCount = 0,
  } = (usageMetadata ?? {}) as Record<string, number>;
  return {
    prompt_tokens: promptTokenCount,
    completion_tokens: candidatesTokenCount + thoughtsTokenCount,
    total_tokens: promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
    prompt_tokens_details: { cached_tokens: cachedContentTokenCount, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: thoughtsTokenCount, audio_tokens: 0 },
  };
}
