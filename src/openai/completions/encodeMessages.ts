import type { Content, FunctionResponse, Blob as InlineData } from '@google/genai';
import { isText } from '../../answer/request/fileTypes.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import { READABLE_IMAGES } from '../media.ts';
import type { Media } from '../refusals.ts';
import { resultText } from '../resultText.ts';
import type { ChatPart } from './chatPart.ts';
import type { Message, MessagePart, ToolCall } from './wire.ts';

/** @see https://platform.openai.com/docs/guides/audio */
const AUDIO: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};

/**
 * Turns contents into messages. Results of calls become messages of the role `tool`; the pictures beside them, which these can't have, become
 * a message of the user.
 *
 * @param leftOut kinds of media that the server refuses: code can read them all the same
 */
export function encodeMessages(contents: readonly Content[], leftOut: ReadonlySet<Media> = new Set()): Message[] {
  const encoder = new MessageEncoder(leftOut);
  for (const content of contents) {
    if (content.role === 'model') encoder.addModelTurn(content.parts ?? []);
    else encoder.addUserTurn(content.parts ?? []);
  }
  return encoder.messages;
}

class MessageEncoder {
  readonly messages: Message[] = [];
  readonly #leftOut: ReadonlySet<Media>;
  /** The calls of the model's last turn that have no response yet. */
  #open: { id: string; name: string }[] = [];
  #calls = 0;

  constructor(leftOut: ReadonlySet<Media>) {
    this.#leftOut = leftOut;
  }

  /** Messages that came from the application as a whole go back as they are. */
  addModelTurn(parts: readonly ChatPart[]): void {
    const [whole] = parts.flatMap(({ message }) => message ?? []);
    if (whole && parts.length === 1) this.messages.push(whole);
    else this.#addAnswer(parts);
  }

  #addAnswer(parts: readonly ChatPart[]): void {
    const calls = parts.flatMap((part) => (part.functionCall ? [this.#encodeCall(part)] : []));
    const text = parts.map(({ text = '', thought }) => (thought ? '' : text)).join('');
    if (text === '' && calls.length === 0) return;
    const further = calls.length > 0 ? furtherFields(parts) : {};
    this.messages.push({
      ...further,
      role: 'assistant',
      content: text === '' ? null : text,
      ...(calls.length > 0 && { tool_calls: calls }),
    });
  }

  addUserTurn(parts: readonly ChatPart[]): void {
    const said: MessagePart[] = [];
    for (const part of parts) {
      if (part.functionResponse) this.#addResult(part.functionResponse, part.message);
      else if (part.message) this.messages.push(part.message);
      else said.push(...this.#encodePart(part));
    }
    if (said.length > 0) this.messages.push({ ...furtherFields(parts), role: 'user', content: joinText(said) });
  }

  #encodeCall({ functionCall = {}, ofCall }: ChatPart): ToolCall {
    this.#calls += 1;
    const { id = `call_${this.#calls}`, name = '', args = {} } = functionCall;
    this.#open.push({ id, name });
    return { ...ofCall, id, type: 'function', function: { name, arguments: JSON.stringify(args) } };
  }

  #addResult(result: FunctionResponse, message: Message | undefined): void {
    const { id, name } = result;
    const index = this.#open.findIndex((call) => (id === undefined ? call.name === name : call.id === id));
    const [call] = this.#open.splice(Math.max(index, 0), 1);
    this.messages.push(message ?? { role: 'tool', tool_call_id: id ?? call?.id ?? '', content: resultText(result) });
  }

  #encodePart({ text, inlineData, fileData, asked }: ChatPart): MessagePart[] {
    // What the application wrote itself goes out as it is, unless it is a file that is shown in another way.
    if (asked && (text !== undefined || fileData)) return this.#isLeftOut(kindOf(asked)) ? [] : [asked];
    if (text) return [{ type: 'text', text }];
    if (!inlineData) return [];
    const encoded = encodeMedia(inlineData);
    if (!encoded || this.#isLeftOut(kindOf(encoded))) return [];
    return [asked && asked.type === encoded.type ? asked : encoded];
  }

  #isLeftOut(kind: Media | undefined): boolean {
    return kind !== undefined && this.#leftOut.has(kind);
  }
}

/** Whether messages have media of a kind. */
export function hasMedia(messages: readonly Message[], kind: Media): boolean {
  return messages.some(({ content }) => Array.isArray(content) && content.some((part) => kindOf(part) === kind));
}

function kindOf({ type }: MessagePart): Media | undefined {
  if (type === 'image_url') return 'image';
  if (type === 'input_audio') return 'audio';
  return type === 'file' ? 'file' : undefined;
}

/** @returns `undefined` for types that no server reads */
function encodeMedia({
  mimeType = '',
  data = '',
  displayName: filename = 'file.pdf',
}: InlineData): MessagePart | undefined {
  const url = `data:${mimeType};base64,${data}`;
  if (READABLE_IMAGES.includes(mimeType)) return { type: 'image_url', image_url: { url } };
  const format = AUDIO[mimeType];
  if (format !== undefined) return { type: 'input_audio', input_audio: { data, format } };
  if (mimeType === 'application/pdf') return { type: 'file', file: { filename, file_data: url } };
  return isText(mimeType) ? { type: 'text', text: new TextDecoder().decode(fromBase64(data)) } : undefined;
}

/** Many servers take a list of texts for a mistake, so that a message without media is one text. */
function joinText(parts: readonly MessagePart[]): unknown {
  const isPlain = parts.every((part) => part.type === 'text' && Object.keys(part).length === 2);
  return isPlain ? parts.map(({ text }) => text).join('\n\n') : parts;
}

function furtherFields(parts: readonly ChatPart[]): Record<string, unknown> {
  return Object.assign({}, ...parts.map(({ ofMessage }) => ofMessage));
}
