import { jsonReply, type Reply } from '../../geminiFake/reply.ts';
import type { ScriptedTurn } from '../../geminiFake/script/script.ts';
import type { Api, Body } from '../api.ts';
import { usageOf } from '../chat/api.ts';
import type { ApiError } from '../errors.ts';
import { checkResponses } from './check.ts';
import { eventsFor } from './events.ts';
import { type Item, inputOf, type StoredResponse } from './items.ts';

type Part = NonNullable<ScriptedTurn['parts']>[number];

/** The Responses API, which keeps its responses unless it is told not to. */
export class ResponsesApi implements Api {
  readonly #stored = new Map<string, StoredResponse>();
  #responses = 0;
  #items = 0;

  check(body: Body, turn: ScriptedTurn): ApiError | undefined {
    return checkResponses(body, turn, this.#stored);
  }

  whole(body: Body, turn: ScriptedTurn): unknown {
    return this.#answer(body, turn);
  }

  streamed(body: Body, turn: ScriptedTurn): { name?: string; data: unknown }[] {
    return eventsFor(this.#answer(body, turn)).map((data) => ({ name: data.type, data }));
  }

  other(method: string, path: string): Reply | undefined {
    const [, id = ''] = /^responses\/(\w+)$/.exec(path) ?? [];
    const stored = this.#stored.get(id);
    if (!stored) return undefined;
    if (method === 'DELETE') this.#stored.delete(id);
    return jsonReply(method === 'DELETE' ? { id, object: 'response', deleted: true } : stored.response);
  }

  #answer(body: Body, turn: ScriptedTurn) {
    this.#responses += 1;
    const id = `resp_${this.#responses}`;
    const isCut = turn.finishReason === 'MAX_TOKENS';
    const usage = usageOf(turn);
    const response = {
      id,
      object: 'response',
      created_at: 1_790_000_000 + this.#responses,
      status: isCut ? 'incomplete' : 'completed',
      error: null,
      incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
      instructions: body.instructions ?? null,
      model: body.model,
      output: this.#itemsOf(turn.parts ?? [], body),
      parallel_tool_calls: true,
      previous_response_id: body.previous_response_id ?? null,
      store: body.store ?? true,
      tool_choice: body.tool_choice ?? 'auto',
      tools: body.tools ?? [],
      usage: {
        input_tokens: usage.prompt_tokens,
        input_tokens_details: { cached_tokens: usage.prompt_tokens_details.cached_tokens },
        output_tokens: usage.completion_tokens,
        output_tokens_details: { reasoning_tokens: usage.completion_tokens_details.reasoning_tokens },
        total_tokens: usage.total_tokens,
      },
    };
    if (body.store !== false) {
      const before = this.#stored.get(String(body.previous_response_id));
      const items = [...(before?.items ?? []), ...inputOf(body), ...response.output];
      this.#stored.set(id, { response, items });
    }
    return response;
  }

  #itemsOf(parts: readonly Part[], body: Body): Item[] {
    const include = Array.isArray(body.include) ? body.include : [];
    return parts.map(({ text = '', thought, functionCall, executableCode }): Item => {
      this.#items += 1;
      const number = this.#items;
      if (thought) {
        const isEncrypted = include.includes('reasoning.encrypted_content');
        const summary = [{ type: 'summary_text', text }];
        return {
          id: `rs_${number}`,
          type: 'reasoning',
          summary,
          ...(isEncrypted && { encrypted_content: `secret_${number}` }),
        };
      }
      if (executableCode) {
        const outputs = include.includes('code_interpreter_call.outputs') ? [{ type: 'logs', logs: '42\n' }] : null;
        const call = { status: 'completed', code: executableCode.code, container_id: 'cntr_1', outputs };
        return { id: `ci_${number}`, type: 'code_interpreter_call', ...call };
      }
      if (functionCall) return callOf(functionCall, number, body);
      const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }];
      return { id: `msg_${number}`, type: 'message', status: 'completed', role: 'assistant', content };
    });
  }
}

function callOf({ name = '', args = {} }: NonNullable<Part['functionCall']>, number: number, body: Body): Item {
  const tools = (body.tools ?? []) as Item[];
  const call = { status: 'completed', call_id: `call_${number}`, name };
  return tools.some((tool) => tool.type === 'custom' && tool.name === name)
    ? { id: `ctc_${number}`, type: 'custom_tool_call', ...call, input: String(args.code ?? '') }
    : { id: `fc_${number}`, type: 'function_call', ...call, arguments: JSON.stringify(args) };
}
