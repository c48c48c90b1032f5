import type { Content, Part } from '@google/genai';
import type { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import { decodeResult, executableCode } from '../../answer/codec/decode.ts';
import { codeAsText } from '../../answer/codec/fences.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { readOutcome } from '../../answer/codec/outcome.ts';
import { isJsonObject, parseJson } from '../../text/parseJson.ts';
import { readDataUrl } from '../media.ts';
import type { ChatPart } from './chatPart.ts';
import type { ExecutedTool, Message, MessagePart, ToolCall } from './wire.ts';

const INSTRUCTIONS = ['system', 'developer'];

/** The messages of a request, for the loop. */
export interface ReadMessages {
  contents: Content[];
  /** The texts of the messages with which a conversation begins that are not the user's. */
  instruction: string;
}

/** @param functions by which the model calls for code */
export function readMessages(messages: readonly Message[], functions: CodeFunctions): ReadMessages {
  const begins = messages.findIndex(({ role }) => !INSTRUCTIONS.includes(role));
  const [first, rest] = [
    messages.slice(0, begins < 0 ? messages.length : begins),
    messages.slice(begins < 0 ? messages.length : begins),
  ];
  const calls = rest.flatMap(({ tool_calls: all }) => (Array.isArray(all) ? all : []));
  const names = new Map(calls.map(({ id = '', function: called }) => [id, called?.name ?? '']));
  return {
    contents: joinResults(rest.map((message) => readMessage(message, functions, names))),
    instruction: first.map(({ content }) => textIn(content)).join('\n\n'),
  };
}

/** Writes code that ran here as text, for requests whose model does not know the tool. */
export function withoutExecutedTools(messages: readonly Message[]): Message[] {
  return messages.map((message) => {
    const { executed_tools: executed, ...rest } = message;
    if (!Array.isArray(executed)) return message;
    const texts = textAndCode(message, undefined).map((part) => codeAsText(part).text ?? '');
    return { ...rest, content: texts.join('\n') };
  });
}

function readMessage(message: Message, functions: CodeFunctions, names: ReadonlyMap<string, string>): Content {
  switch (message.role) {
    case 'assistant':
      return { role: 'model', parts: readAnswer(message, functions) };
    case 'user':
      return { role: 'user', parts: readQuestion(message) };
    case 'tool': {
      const id = message.tool_call_id ?? '';
      const functionResponse = { id, name: names.get(id) ?? '', response: { output: message.content } };
      return { role: 'user', parts: [{ functionResponse, message } as ChatPart] };
    }
    default:
      return { role: 'user', parts: [{ message } as ChatPart] };
  }
}

function readQuestion({ role: _, content, ...ofMessage }: Message): ChatPart[] {
  const hasMore = Object.keys(ofMessage).length > 0;
  return piecesOf(content).map((asked) => ({ ...readPiece(asked), asked, ...(hasMore && { ofMessage }) }));
}

function readPiece({ type, text, image_url: image, input_audio: audio, file }: MessagePart): Part {
  if (type === 'text') return { text: String(text) };
  if (isJsonObject(image)) return readFile(image.url, undefined);
  if (isJsonObject(audio)) return { inlineData: { mimeType: `audio/${audio.format}`, data: String(audio.data) } };
  return isJsonObject(file) ? readFile(file.file_data ?? file.file_id, file.filename) : {};
}

/** A file with its data, or one that the message only refers to, by its address or its id. */
function readFile(address: unknown, filename: unknown): Part {
  const named = typeof filename === 'string' ? { displayName: filename } : {};
  const data = readDataUrl(address);
  return data ? { inlineData: { ...data, ...named } } : { fileData: { fileUri: String(address), ...named } };
}

function readAnswer(message: Message, functions: CodeFunctions): ChatPart[] {
  const { role: _, content: __, tool_calls: calls, executed_tools: executed, ...ofMessage } = message;
  if (!calls && !executed) return [{ text: textIn(message.content), message }];
  const parts: ChatPart[] = [...textAndCode(message, functions), ...(Array.isArray(calls) ? calls.map(readCall) : [])];
  // The reasoning is that of its calls.
  const index = parts.findIndex(({ functionCall }) => functionCall);
  const { refusal: ___, annotations: ____, audio: _____, ...further } = ofMessage;
  return index < 0 ? parts : parts.with(index, { ...parts[index], ofMessage: further });
}

/** @param functions of a request whose model knows the tool */
function textAndCode(
  { content, executed_tools: executed }: Message,
  functions: CodeFunctions | undefined,
): LocalPart[] {
  const text = textIn(content);
  const parts: LocalPart[] = [];
  let from = 0;
  for (const tool of Array.isArray(executed) ? executed.filter(isExecutedTool) : []) {
    const to = Math.max(from, Math.min(tool.content_offset, text.length));
    if (to > from) parts.push({ text: text.slice(from, to) });
    parts.push(...readExecuted(tool, functions));
    from = to;
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts;
}

function isExecutedTool(value: unknown): value is ExecutedTool {
  return isJsonObject(value) && typeof value.arguments === 'string' && typeof value.content_offset === 'number';
}

function readExecuted(tool: ExecutedTool, functions: CodeFunctions | undefined): LocalPart[] {
  const { type, arguments: text, output = '', outcome, code_results: results = [], call } = tool;
  const language = type === 'javascript' ? 'JAVASCRIPT' : 'PYTHON';
  const args = parseJson(text);
  const { id, name, ...ofCall } = call ?? { id: undefined, name: functions?.nameFor(language) ?? '' };
  const ids = id === undefined ? {} : { id };
  const program = executableCode({ language, code: isJsonObject(args) ? String(args.code) : '' }, ids);
  const further = Object.keys(ofCall).length > 0 ? { ofCall } : {};
  return [
    { ...program, localCall: { name }, ...further },
    decodeResult(ids, { outcome: readOutcome(outcome), output }),
    ...results.filter((result) => !('name' in result)).flatMap(readPicture),
  ];
}

function readPicture(result: Record<string, string>): Part[] {
  return Object.entries(result).map(([type, data]) => ({ inlineData: { mimeType: `image/${type}`, data } }));
}

function readCall({ id, type: _, function: called, ...ofCall }: ToolCall): ChatPart {
  const args = parseJson(called?.arguments ?? '');
  return {
    functionCall: { ...(id !== undefined && { id }), name: called?.name ?? '', args: isJsonObject(args) ? args : {} },
    ...(Object.keys(ofCall).length > 0 && { ofCall }),
  };
}

function piecesOf(content: unknown): MessagePart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content)
    ? content.filter((piece): piece is MessagePart => isJsonObject(piece) && 'type' in piece)
    : [];
}

function textIn(content: unknown): string {
  return piecesOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('');
}

/** Joins the results of several calls, which are one turn. */
function joinResults(contents: readonly Content[]): Content[] {
  const joined: Content[] = [];
  for (const { role, parts = [] } of contents) {
    const last = joined.at(-1);
    if (last && isOfResults(last) && isOfResults({ parts })) last.parts?.push(...parts);
    else joined.push({ role: role ?? 'user', parts: [...parts] });
  }
  return joined;
}

function isOfResults({ parts }: Content): boolean {
  return parts?.some(({ functionResponse }) => functionResponse) ?? false;
}
