import type { Content, Part } from '@google/genai';
import { asLanguage } from '../../answer/codec/codeFunctions.ts';
import { decodeResult } from '../../answer/codec/decode.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { readOutcome } from '../../answer/codec/outcome.ts';
import { toBase64 } from '../../bytes/base64.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { type CodeTool, shapeOf } from './codeShapes.ts';
import { type AskedPart, markOf, readCallMark } from './marks.ts';
import type { FileData, PromptMessage, PromptPart } from './spec.ts';

type ReadPart = AskedPart & LocalPart;

/**
 * Reads a prompt as contents. What needs no translation keeps its part of the prompt, and goes out again as it came: reasoning, signatures,
 * results of the application's tools and of other tools of the provider.
 *
 * @param tool the provider's code tool in the request
 */
export function readPrompt(prompt: readonly PromptMessage[], tool: CodeTool | undefined): Content[] {
  const reader = new PromptReader(tool);
  return prompt.map((message) => reader.read(message));
}

class PromptReader {
  readonly #tool: CodeTool | undefined;
  /** The calls that ran code, here or at the provider. */
  readonly #calls = new Set<string>();

  constructor(tool: CodeTool | undefined) {
    this.#tool = tool;
  }

  read(message: PromptMessage): Content {
    const { role, content } = message;
    if (typeof content === 'string') return { role: 'user', parts: [asked(undefined, message)] };
    const parts = content.flatMap((part) =>
      role === 'assistant' ? this.#readModelPart(part, message) : readPart(part, message),
    );
    return { role: role === 'assistant' ? 'model' : 'user', parts };
  }

  #readModelPart(part: PromptPart, message: PromptMessage): Part[] {
    const { type, text } = part;
    switch (type) {
      case 'text':
        return [asked(part, message, text ? { text } : {})];
      case 'reasoning':
        return [asked(part, message, text ? { text, thought: true } : {})];
      case 'tool-call':
        return [this.#readCall(part, message)];
      case 'tool-result':
        return this.#readResult(part, message);
      case 'file':
        // Other files were drawn by the model.
        return [asked(part, message, markOf(part.providerOptions) ? inlineDataOf(part) : {})];
      default:
        return [asked(part, message)];
    }
  }

  #readCall(part: PromptPart, message: PromptMessage): ReadPart {
    const { toolCallId: id = '', toolName: name = '', providerExecuted } = part;
    const mark = markOf(part.providerOptions);
    const input = isJsonObject(part.input) ? part.input : {};
    const isCode = mark !== undefined || (providerExecuted && name === this.#tool?.name);
    if (isCode && (this.#tool || mark)) {
      this.#calls.add(id);
      const { code, language } = readProgram(input);
      const localCall = mark && readCallMark(mark).name !== undefined && { name: readCallMark(mark).name ?? '' };
      return asked(part, message, {
        executableCode: { id, language: asLanguage(language), code },
        ...(localCall && { localCall }),
      });
    }
    return asked(part, message, providerExecuted ? {} : { functionCall: { id, name, args: input } });
  }

  #readResult(part: PromptPart, message: PromptMessage): Part[] {
    const { toolCallId: id = '', output } = part;
    if (!this.#calls.has(id)) return [asked(part, message)];
    const value = isJsonObject(output?.value) ? output.value : {};
    const mark = markOf(part.providerOptions);
    const { outcome, output: text, pictures } = shapeOf(value).readResult(value);
    const result = { outcome: mark ? readOutcome(String(mark.outcome ?? outcome)) : outcome, output: text };
    return [asked(part, message, decodeResult({ id }, result)), ...pictures.map((inlineData) => ({ inlineData }))];
  }
}

/** Reads the input of a call of any provider's code tool. */
function readProgram(input: Record<string, unknown>) {
  return shapeOf('language' in input ? { outcome: '' } : {}).readCall(input);
}

/** Reads a part of the user, or the result of a tool. */
function readPart(part: PromptPart, message: PromptMessage): Part[] {
  const { type, text, toolCallId: id = '', toolName: name = '' } = part;
  if (type === 'text' && text) return [asked(part, message, { text })];
  if (type === 'file') return [asked(part, message, fileOf(part))];
  if (type === 'tool-result') return [asked(part, message, { functionResponse: { id, name, response: {} } })];
  return [asked(part, message)];
}

function asked(part: PromptPart | undefined, message: PromptMessage, read: LocalPart = {}): ReadPart {
  return { ...read, prompted: { part, message } };
}

function fileOf(part: PromptPart): Part {
  const inline = inlineDataOf(part);
  if (inline.inlineData) return inline;
  const fileUri = addressOf(part.data);
  const { filename: displayName, mediaType: mimeType } = part;
  return fileUri === undefined
    ? {}
    : { fileData: { fileUri, ...(displayName && { displayName }), ...(mimeType && { mimeType }) } };
}

/** Only a whole media type tells how the model reads the file. */
function inlineDataOf({ data, mediaType = '', filename: displayName }: PromptPart): Part {
  const base64 = base64Of(data);
  if (base64 === undefined || !/^[^/*]+\/[^/*]+$/.test(mediaType)) return {};
  return { inlineData: { mimeType: mediaType, data: base64, ...(displayName && { displayName }) } };
}

function base64Of(data: FileData | undefined): string | undefined {
  if (typeof data === 'string') return data;
  if (data instanceof Uint8Array) return toBase64(data);
  if (data === undefined || data instanceof URL) return undefined;
  if (data.type === 'text') return toBase64(new TextEncoder().encode(data.text));
  return data.type === 'data' ? base64Of(data.data as FileData) : undefined;
}

/** The address of a file, or its id at one of the providers. */
function addressOf(data: FileData | undefined): string | undefined {
  if (data instanceof URL) return data.href;
  if (typeof data !== 'object' || data instanceof Uint8Array) return undefined;
  if (data.type === 'url') return String(data.url);
  const { reference } = data as { reference?: Record<string, string> };
  return reference && Object.values(reference)[0];
}
