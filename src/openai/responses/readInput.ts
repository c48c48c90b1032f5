import type { Content, Part } from '@google/genai';
import type { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import { decodeResult, executableCode } from '../../answer/codec/decode.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { readDataUrl } from '../media.ts';
import type { ItemPart } from './itemPart.ts';
import { CODE_CALL, callIdOf, isCall, isCallOutput, isLocalCode, itemsIn, localCallIn } from './items.ts';
import { type Item, textOf } from './wire.ts';

/** Gives the input of a response as items. */
export function inputItems(input: unknown): Item[] {
  return typeof input === 'string' ? [{ type: 'message', role: 'user', content: input }] : itemsIn(input);
}

/**
 * Reads the input of a response as contents.
 *
 * @param functions by which the model calls for code
 */
export function readInput(input: readonly Item[], functions: CodeFunctions): Content[] {
  const names = new Map(input.filter(isCall).map((item) => [callIdOf(item), nameOf(item)]));
  return joinTurns(input.map((item) => readItem(item, functions, names)));
}

function readItem(item: Item, functions: CodeFunctions, names: ReadonlyMap<string, string>): Content {
  if (item.type === 'message') return readMessage(item);
  if (isCallOutput(item)) return { role: 'user', parts: [readOutput(item, names)] };
  if (item.type === CODE_CALL) return { role: 'model', parts: readCode(item, functions) };
  if (isCall(item)) return { role: 'model', parts: [received({ functionCall: readCall(item) }, item)] };
  return { role: 'model', parts: [received({}, item)] };
}

/** The model's own messages, and those with instructions, go back as they are. */
function readMessage({ content, ...message }: Item): Content {
  const { role } = message;
  if (role !== 'user')
    return { role: role === 'assistant' ? 'model' : 'user', parts: [received({}, { ...message, content })] };
  const blocks = typeof content === 'string' ? [{ type: 'input_text', text: content }] : itemsIn(content);
  return { role: 'user', parts: blocks.map((block): ItemPart => ({ ...readBlock(block), asked: { block, message } })) };
}

function readBlock(block: Item): Part {
  if (block.type === 'input_text') return { text: textOf(block.text) };
  if (block.type === 'input_image') return readFile(block.image_url, block);
  if (block.type !== 'input_file') return {};
  const filename = textOf(block.filename);
  const displayName = filename === '' ? {} : { displayName: filename };
  const { inlineData, fileData } = readFile(block.file_data ?? block.file_url, block);
  return inlineData ? { inlineData: { ...inlineData, ...displayName } } : { fileData: { ...fileData, ...displayName } };
}

/** A file with its data, or one that the input only refers to, by its address or its id. */
function readFile(url: unknown, { file_id: id }: Item): Part {
  const data = readDataUrl(url);
  return data ? { inlineData: data } : { fileData: { fileUri: textOf(url) || textOf(id) } };
}

export function readCall(item: Item): NonNullable<Part['functionCall']> {
  const id = callIdOf(item);
  const { type, input, arguments: text } = item;
  const parsed = type === 'custom_tool_call' ? { code: textOf(input), input } : parseJson(textOf(text));
  return { ...(id !== '' && { id }), name: nameOf(item), args: isJsonObject(parsed) ? parsed : {} };
}

/** Whether the model wrote a call whose arguments are not JSON. */
export function isMalformed({ type, arguments: text }: Item): boolean {
  return type === 'function_call' && textOf(text) !== '' && !isJsonObject(parseJson(textOf(text)));
}

/** Calls without a name, such as those of a computer, have that of their type. */
function nameOf({ type, name }: Item): string {
  return textOf(name) || type;
}

function readOutput(item: Item, names: ReadonlyMap<string, string>): ItemPart {
  const id = callIdOf(item);
  const name = names.get(id) ?? '';
  return received({ functionResponse: { id, name, response: { output: item.output } } }, item);
}

/** Code that ran here becomes a call again. That of OpenAI's servers becomes text later: it has no id. */
export function readCode(item: Item, functions: CodeFunctions): LocalPart[] {
  const { id, code, outputs } = item;
  const isLocal = isLocalCode(item);
  const call = localCallIn(item);
  const callId = isLocal ? (call?.call_id ?? `call_${textOf(id)}`) : undefined;
  const ids = callId === undefined ? {} : { id: callId };
  const program = executableCode({ language: 'PYTHON', code: textOf(code) }, ids);
  const results = itemsIn(outputs);
  const output = results.map(({ type, logs }) => (type === 'logs' ? textOf(logs) : '')).join('');
  const shown = results.flatMap(({ type, url }) => (type === 'image' ? (readDataUrl(url) ?? []) : []));
  return [
    {
      ...program,
      ...(isLocal && { localCall: { name: call?.name ?? functions.nameFor('PYTHON') } }),
      ...callItem(item),
    },
    decodeResult(ids, { outcome: 'OUTCOME_OK', output: Array.isArray(outputs) ? output : NOT_KEPT }),
    ...shown.map((inlineData) => ({ inlineData })),
  ];
}

/** A history without `include: ['code_interpreter_call.outputs']`, from another page. */
const NOT_KEPT = 'The code ran. Its output was not kept.\n';

/** The call that the model made, to go back as it was: its id belongs to the reasoning before it. */
function callItem(item: Item): Pick<ItemPart, 'received'> {
  const call = localCallIn(item);
  if (!call || call.id === undefined) return {};
  const code = textOf(item.code);
  const program = call.type === 'custom_tool_call' ? { input: code } : { arguments: JSON.stringify({ code }) };
  return { received: { of: { item: { ...call, ...program } }, events: [] } };
}

function received(part: Part, item: Item): ItemPart {
  return { ...part, received: { of: { item }, events: [] } };
}

/** Joins contents of the same role. */
function joinTurns(contents: readonly Content[]): Content[] {
  const joined: Content[] = [];
  for (const { role, parts = [] } of contents) {
    const last = joined.at(-1);
    const isSame = role === 'model' ? last?.role === 'model' : last && isOfResults(last) && isOfResults({ parts });
    if (isSame) last?.parts?.push(...parts);
    else joined.push({ role: role ?? 'user', parts: [...parts] });
  }
  return joined;
}

function isOfResults({ parts }: Content): boolean {
  return parts?.some(({ functionResponse }) => functionResponse) ?? false;
}
