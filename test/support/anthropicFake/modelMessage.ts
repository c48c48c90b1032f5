import { randomBytes, randomUUID } from 'node:crypto';
import type { ScriptedTurn } from '../geminiFake/script/script.ts';
import type { Block, Body } from './wire.ts';

/** A message of the model. */
export interface Message {
  content: Block[];
  usage: Record<string, unknown>;
  [field: string]: unknown;
}

/** Makes the message of a turn. A part with a thought, a text or a call is a block. */
export function messageOf(turn: ScriptedTurn, body: Body): Message {
  const { parts = [], finishReason, usage, interaction } = turn;
  const content = (interaction?.content as Block[] | undefined) ?? parts.map(blockOf);
  const stopped = content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  return {
    id: `msg_fake${randomUUID().replaceAll('-', '').slice(0, 16)}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: finishReason ?? stopped,
    stop_sequence: null,
    stop_details: null,
    container: null,
    usage: {
      input_tokens: Math.ceil(JSON.stringify(body.messages).length / 4),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: Math.ceil(JSON.stringify(content).length / 4),
      server_tool_use: null,
      service_tier: 'standard',
      ...usage,
    },
    ...interaction,
  };
}

function blockOf({ text = '', thought, functionCall }: NonNullable<ScriptedTurn['parts']>[number]): Block {
  if (thought) return { type: 'thinking', thinking: text, signature: randomBytes(24).toString('base64') };
  if (!functionCall) return { type: 'text', text, citations: null };
  const { id = `toolu_fake${randomBytes(8).toString('hex')}`, name, args = {} } = functionCall;
  return { type: 'tool_use', id, name, input: args, caller: { type: 'direct' } };
}

/** Gives the events of its stream. Texts come in two deltas, and the input of a call in pieces of JSON. */
export function* eventsOf({ content, ...message }: Message): Generator<{ type: string; [field: string]: unknown }> {
  const { stop_reason, stop_sequence, stop_details, container, usage } = message;
  const { output_tokens, ...begun } = usage;
  const opened = { ...message, content: [], stop_reason: null, usage: { ...begun, output_tokens: 1 } };
  yield { type: 'message_start', message: opened };
  yield { type: 'ping' };
  for (const [index, block] of content.entries()) {
    yield { type: 'content_block_start', index, content_block: startOf(block) };
    for (const delta of deltasOf(block)) yield { type: 'content_block_delta', index, delta };
    yield { type: 'content_block_stop', index };
  }
  const delta = { stop_reason, stop_sequence, stop_details, container };
  yield { type: 'message_delta', delta, usage: { output_tokens, input_tokens: null } };
  yield { type: 'message_stop' };
}

function startOf(block: Block): Block {
  if (block.type === 'text') return { ...block, text: '' };
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' };
  return 'input' in block ? { ...block, input: {} } : block;
}

function deltasOf({ type, text, thinking, signature, input }: Block): Block[] {
  if (type === 'text') return halves(String(text)).map((half) => ({ type: 'text_delta', text: half }));
  if (type === 'thinking')
    return [
      ...halves(String(thinking)).map((half) => ({ type: 'thinking_delta', thinking: half })),
      { type: 'signature_delta', signature },
    ];
  if (input === undefined) return [];
  return ['', ...halves(JSON.stringify(input))].map((json) => ({ type: 'input_json_delta', partial_json: json }));
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}
