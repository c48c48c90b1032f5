import type { Content, FunctionResponse, Blob as InlineData } from '@google/genai';
import { codeAsText } from '../../answer/codec/fences.ts';
import { isText } from '../../answer/request/fileTypes.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import { dataUrl, READABLE_IMAGES } from '../media.ts';
import type { Media } from '../refusals.ts';
import { resultText } from '../resultText.ts';
import type { ItemPart } from './itemPart.ts';
import { CODE_CALL, callIdOf, isCall, itemsIn } from './items.ts';
import type { Item } from './wire.ts';

/** How items are written for a server. */
interface Form {
  /** Whether the model writes programs as they are, as the input of a custom tool. Otherwise they are JSON, for a function. */
  isCustom: boolean;
  /** Whether the server knows items by their ids. Otherwise reasoning goes back only if its content is there. */
  isStored: boolean;
  leftOut: ReadonlySet<Media>;
}

/**
 * Turns contents into the items that the model gets. Items that came from the server or the application go back unchanged.
 *
 * @param from how many of the contents the server knows
 */
export function encodeInput(contents: readonly Content[], form: Form, from = 0): Item[] {
  const encoder = new InputEncoder(form, customCallsIn(contents, form));
  for (const { role, parts = [] } of contents.slice(from))
    for (const part of parts) {
      if (role === 'model') encoder.addModelPart(part);
      else encoder.addUserPart(part);
    }
  return encoder.items;
}

/** The ids of the calls that are written as those of a custom tool. */
function customCallsIn(contents: readonly Content[], { isCustom }: Form): Set<string> {
  const parts = isCustom ? contents.flatMap((content): ItemPart[] => content.parts ?? []) : [];
  const calls = parts.filter(({ functionCall, received }) => {
    return functionCall && (received?.of.item.type ?? 'custom_tool_call') === 'custom_tool_call';
  });
  return new Set(calls.map(({ functionCall }) => functionCall?.id ?? ''));
}

class InputEncoder {
  readonly items: Item[] = [];
  readonly #form: Form;
  readonly #customCalls: ReadonlySet<string>;
  readonly #taken = new Set<object>();
  /** The message of the user that is being written, by the one that it was read from. */
  #open: { message: object; content: Item[] } | undefined;

  constructor(form: Form, customCalls: ReadonlySet<string>) {
    this.#form = form;
    this.#customCalls = customCalls;
  }

  addModelPart(part: ItemPart): void {
    const item = part.received?.of.item;
    if (item && item.type !== CODE_CALL && !this.#isOutdated(item)) this.#take(item);
    else if (part.functionCall) this.#add(this.#encodeCall(part));
    else {
      // Code that OpenAI's servers would not know, or that they ran.
      const { text, thought } = codeAsText(part);
      if (text && !thought) this.#say(text);
    }
  }

  addUserPart({ functionResponse, received, asked, text, inlineData, fileData }: ItemPart): void {
    if (functionResponse) {
      const hasPictures = (functionResponse.parts?.length ?? 0) > 0;
      if (received && !hasPictures) this.#take(received.of.item);
      else this.#add(this.#encodeResult(functionResponse));
    } else if (received) this.#take(received.of.item);
    else if (inlineData) this.#addBlock(this.#encodeFile(inlineData, asked?.block), asked?.message);
    else if (asked && (fileData || text === undefined || asked.block.text === text))
      this.#addBlock(asked.block, asked.message);
    else if (text) this.#addBlock({ type: 'input_text', text }, asked?.message);
  }

  /** Whether a call is in a form that the server refused since. */
  #isOutdated({ type }: Item): boolean {
    return type === 'custom_tool_call' && !this.#form.isCustom;
  }

  /** Takes an item once, however many parts it has. */
  #take(item: Item): void {
    if (this.#taken.has(item)) return;
    this.#taken.add(item);
    const isKnown = this.#form.isStored || item.encrypted_content || itemsIn(item.content).length > 0;
    if (item.type !== 'reasoning' || isKnown) this.#add(item);
  }

  #add(item: Item): void {
    this.#open = undefined;
    this.items.push(item);
  }

  #say(text: string): void {
    const last = this.items.at(-1);
    if (last && last.role === 'assistant' && typeof last.content === 'string' && !this.#taken.has(last))
      last.content += text;
    else this.#add({ type: 'message', role: 'assistant', content: text });
  }

  #addBlock(block: Item | undefined, message: object = this.#open?.message ?? {}): void {
    if (!block || (kindOf(block) && this.#form.leftOut.has(kindOf(block) as Media))) return;
    if (this.#open?.message === message) {
      this.#open.content.push(block);
      return;
    }
    const content = [block];
    this.items.push({ role: 'user', ...message, type: 'message', content });
    this.#open = { message, content };
  }

  #encodeCall({ functionCall = {} }: ItemPart): Item {
    const { id: call_id = '', name = '', args = {} } = functionCall;
    if (this.#customCalls.has(call_id))
      return { type: 'custom_tool_call', call_id, name, input: String(args.code ?? '') };
    return {
      type: 'function_call',
      call_id,
      name,
      arguments: JSON.stringify('code' in args ? { code: args.code } : args),
    };
  }

  #encodeResult(response: FunctionResponse): Item {
    const { id = '', parts = [] } = response;
    const text = resultText(response);
    const pictures = parts.flatMap(({ inlineData }) => (inlineData ? (this.#encodeFile(inlineData) ?? []) : []));
    const shown = this.#form.leftOut.has('image') ? [] : pictures;
    return {
      type: this.#customCalls.has(id) ? 'custom_tool_call_output' : 'function_call_output',
      call_id: id,
      output: shown.length > 0 ? [{ type: 'input_text', text }, ...shown] : text,
    };
  }

  /** @returns `undefined` for types that no model reads */
  #encodeFile({ mimeType = '', data = '', displayName }: InlineData, asked?: Item): Item | undefined {
    const url = dataUrl({ mimeType, data });
    if (READABLE_IMAGES.includes(mimeType))
      return asked?.type === 'input_image' ? asked : { type: 'input_image', image_url: url };
    if (mimeType === 'application/pdf')
      return asked?.type === 'input_file'
        ? asked
        : { type: 'input_file', filename: displayName ?? 'file.pdf', file_data: url };
    if (isText(mimeType)) return { type: 'input_text', text: new TextDecoder().decode(fromBase64(data)) };
    return undefined;
  }
}

/** The kinds of media that items have. */
export function mediaIn(items: readonly Item[]): Media[] {
  const blocks = items.flatMap(({ content, output }) => [...itemsIn(content), ...itemsIn(output)]);
  return [...new Set(blocks.flatMap((block) => kindOf(block) ?? []))];
}

function kindOf({ type }: Item): Media | undefined {
  if (type === 'input_image') return 'image';
  if (type === 'input_audio') return 'audio';
  return type === 'input_file' ? 'file' : undefined;
}

/** Whether items have a call, or its output, of a custom tool. */
export function hasCustomCalls(items: readonly Item[]): boolean {
  return items.some(({ type }) => type.startsWith('custom_tool_call'));
}

/** The ids of the calls in items. */
export function callIdsIn(items: readonly Item[]): string[] {
  return items.filter(isCall).map(callIdOf);
}
