import type { Content, FunctionResponse, Blob as InlineData } from '@google/genai';
import { codeAsText } from '../../answer/codec/fences.ts';
import { isText } from '../../answer/request/fileTypes.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import type { BlockPart } from '../blockPart.ts';
import { type Block, type MessageParam, textOf } from '../wire.ts';

/** The pictures that the API takes. @see https://docs.anthropic.com/en/docs/build-with-claude/vision */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Turns contents into the messages that the model gets. Blocks that came from the server or your app go back unchanged. */
export function encodeMessages(contents: readonly Content[]): MessageParam[] {
  return contents.flatMap(({ role, parts = [] }): MessageParam[] => {
    const { message } = (parts[0] ?? {}) as BlockPart;
    if (message) return [message];
    const encoder = new ContentEncoder();
    for (const part of parts) encoder.add(part, role === 'model');
    const content = encoder.blocks.filter(hasWords);
    return content.length > 0 ? [{ role: role === 'model' ? 'assistant' : 'user', content }] : [];
  });
}

class ContentEncoder {
  readonly blocks: Block[] = [];
  readonly #taken = new Set<Block>();

  add(part: BlockPart, isModels: boolean): void {
    const { received, functionCall, functionResponse, inlineData, isMounted, thought } = part;
    if (isMounted) return;
    if (functionResponse && (!received || functionResponse.parts?.length))
      this.blocks.push(encodeResult(functionResponse));
    else if (received) this.#take(received.of.block);
    else if (functionCall) {
      const { id, name, args = {} } = functionCall;
      this.blocks.push({ type: 'tool_use', id, name, input: args });
    } else if (inlineData) {
      if (!isModels) this.blocks.push(...encodeFile(inlineData));
    } else if (!thought) {
      // Code that ran here, for Anthropic's own code execution, which would not know it.
      const { text } = codeAsText(part);
      if (text) this.blocks.push({ type: 'text', text });
    }
  }

  /** Takes a block once, however many parts it has. */
  #take(block: Block): void {
    if (!this.#taken.has(block)) this.blocks.push(block);
    this.#taken.add(block);
  }
}

/** The API refuses texts without words, which models write. */
function hasWords({ type, text }: Block): boolean {
  return type !== 'text' || textOf(text).trim() !== '';
}

function encodeFile({ mimeType = '', data = '' }: InlineData): Block[] {
  const source = { type: 'base64', media_type: mimeType, data };
  if (PICTURES.includes(mimeType)) return [{ type: 'image', source }];
  if (mimeType === 'application/pdf') return [{ type: 'document', source }];
  if (!isText(mimeType)) return [];
  const text = new TextDecoder().decode(fromBase64(data));
  return text.trim() === ''
    ? []
    : [{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: text } }];
}

function encodeResult({ id, response = {}, parts = [] }: FunctionResponse): Block {
  const { error, output = error } = response;
  const text = typeof output === 'string' ? output : JSON.stringify(output ?? response);
  const pictures = parts.flatMap(({ inlineData }) => (inlineData ? encodeFile(inlineData) : []));
  const content = [{ type: 'text', text }, ...pictures].filter(hasWords);
  return {
    type: 'tool_result',
    tool_use_id: id,
    ...(content.length > 0 && { content }),
    ...(error !== undefined && { is_error: true }),
  };
}
