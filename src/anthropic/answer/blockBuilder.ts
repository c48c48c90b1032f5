import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { type Block, blocksOf, type ReceivedBlock, textOf } from '../wire.ts';

/** Blocks of calls, whose input is streamed as JSON. */
const CALLS = ['tool_use', 'server_tool_use', 'mcp_tool_use'];

/** Builds a block of its deltas. @see https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export class BlockBuilder implements ReceivedBlock {
  readonly block: Block;
  #json = '';

  /** @param start as the stream began it */
  constructor(start: Block) {
    this.block = { ...start };
  }

  add(delta: Block): void {
    const { block } = this;
    switch (delta.type) {
      case 'text_delta':
        block.text = textOf(block.text) + textOf(delta.text);
        break;
      case 'thinking_delta':
        block.thinking = textOf(block.thinking) + textOf(delta.thinking);
        break;
      case 'signature_delta':
        block.signature = delta.signature;
        break;
      case 'citations_delta':
        block.citations = [...(Array.isArray(block.citations) ? block.citations : []), delta.citation];
        break;
      case 'input_json_delta':
        this.#json += textOf(delta.partial_json);
        break;
      default: {
        // Such as `compaction_delta`, whose fields are those of its block.
        const { type: _, ...fields } = delta;
        Object.assign(block, fields);
      }
    }
  }

  end(): Block {
    if (this.#json !== '') {
      const input = parseJson(this.#json);
      this.block.input = isJsonObject(input) ? input : {};
    }
    return this.block;
  }
}

/** Gives a block as a stream begins it. Results come whole. */
export function startOf(block: Block): Block {
  if (block.type === 'text') return { ...block, text: '', ...(block.citations != null && { citations: [] }) };
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' };
  return CALLS.includes(block.type) ? { ...block, input: {} } : block;
}

/** Gives the deltas that follow the start of a block. */
export function deltasOf(block: Block): Block[] {
  if (block.type === 'text') {
    const citations = blocksOf(block.citations).map((citation) => ({ type: 'citations_delta', citation }));
    return [...(block.text ? [{ type: 'text_delta', text: block.text }] : []), ...citations];
  }
  if (block.type === 'thinking') {
    const { thinking, signature } = block;
    return [
      ...(thinking ? [{ type: 'thinking_delta', thinking }] : []),
      ...(signature ? [{ type: 'signature_delta', signature }] : []),
    ];
  }
  if (!CALLS.includes(block.type)) return [];
  return [{ type: 'input_json_delta', partial_json: JSON.stringify(block.input ?? {}) }];
}
