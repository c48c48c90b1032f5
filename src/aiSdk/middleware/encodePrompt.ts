import type { Content, FunctionResponse, Blob as InlineData, Part } from '@google/genai';
import { codeAsText } from '../../answer/codec/fences.ts';
import { isText } from '../../answer/request/fileTypes.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import { type AskedPart, markOf, type ReceivedPart, readCallMark, withoutMark } from './marks.ts';
import type { PromptMessage, PromptPart } from './spec.ts';

type GivenPart = AskedPart & ReceivedPart;

/** What is special about the model that is asked. */
export interface PromptTraits {
  /** Of the model's specification: V3 and V4 differ in how they write files. */
  isV3: boolean;
  /** Whether the provider is Google: its models read text files, sign their calls, and take code that ran elsewhere. */
  isGoogle: boolean;
}

/**
 * Writes contents as a prompt. Parts of the application's own prompt are written as they were, in their messages; so are those that the model
 * gave in earlier requests of the same answer.
 */
export function encodePrompt(contents: readonly Content[], traits: PromptTraits): PromptMessage[] {
  const encoder = new PromptEncoder(traits);
  for (const content of contents) {
    if (content.role === 'model') encoder.addModelTurn(content.parts ?? []);
    else encoder.addUserTurn(content.parts ?? []);
  }
  return encoder.messages;
}

class PromptEncoder {
  readonly messages: PromptMessage[] = [];
  readonly #traits: PromptTraits;
  /** The message of the application that the latest one continues. */
  #source: PromptMessage | undefined;
  /** The calls that have no result yet. Those in text that ran elsewhere have no ids. */
  #open: { id: string; name: string }[] = [];
  #calls = 0;

  constructor(traits: PromptTraits) {
    this.#traits = traits;
  }

  addModelTurn(parts: readonly GivenPart[]): void {
    const written = new Set<object>();
    for (const part of parts) {
      const block = part.received?.of;
      if (block && written.has(block)) continue;
      if (block) written.add(block);
      const encoded = this.#encodeModelPart(part);
      if (encoded?.type === 'tool-call' && !encoded.providerExecuted)
        this.#open.push({ id: encoded.toolCallId ?? '', name: encoded.toolName ?? '' });
      if (encoded) this.#add('assistant', encoded, part.prompted?.message);
    }
  }

  addUserTurn(parts: readonly GivenPart[]): void {
    for (const part of parts) {
      const { prompted, functionResponse } = part;
      if (prompted && !prompted.part) {
        this.messages.push(prompted.message);
        this.#source = undefined;
      } else if (functionResponse) this.#add('tool', this.#encodeResponse(functionResponse, part), prompted?.message);
      else {
        const encoded = prompted?.part ? this.#encodeAsked(part, prompted.part) : encodeUserPart(part, this.#traits);
        if (encoded) this.#add(prompted?.message.role ?? 'user', encoded, prompted?.message);
      }
    }
  }

  #encodeModelPart(part: GivenPart): PromptPart | undefined {
    const { functionCall, executableCode, codeExecutionResult, prompted, received, text, thoughtSignature } = part;
    if (functionCall && prompted?.part && markOf(prompted.part.providerOptions))
      return this.#restoreCall(functionCall, prompted.part, thoughtSignature);
    if (prompted?.part && !(executableCode ?? codeExecutionResult)) return withoutMark(prompted.part);
    if (received) return received.of.part;
    if (functionCall) return this.#restoreCall(functionCall, undefined, thoughtSignature);
    // Only the provider's own tool is given code as code.
    if (executableCode ?? codeExecutionResult) {
      const given = prompted?.part;
      const isOurs = given && markOf(given.providerOptions);
      return given && (this.#traits.isGoogle || !isOurs)
        ? withoutMark(given)
        : { type: 'text', text: codeAsText(part).text ?? '' };
    }
    return text ? { type: 'text', text } : undefined;
  }

  /** Writes the model's own call of our function, for code of an earlier turn. */
  #restoreCall(
    { id, name = '', args: input = {} }: NonNullable<Part['functionCall']>,
    given: PromptPart | undefined,
    signature: string | undefined,
  ): PromptPart {
    this.#calls += 1;
    const { providerMetadata } = readCallMark(markOf(given?.providerOptions) ?? {});
    const signed =
      signature !== undefined && this.#traits.isGoogle ? { google: { thoughtSignature: signature } } : undefined;
    const providerOptions = providerMetadata ?? signed;
    const toolCallId = id ?? `call_${this.#calls}`;
    return { type: 'tool-call', toolCallId, toolName: name, input, ...(providerOptions && { providerOptions }) };
  }

  /** Writes the result of a call: of the application as it is, of a program with its pictures. */
  #encodeResponse(response: FunctionResponse, { prompted }: AskedPart): PromptPart {
    const { id, name = '' } = response;
    const index = this.#open.findIndex((call) => (id === undefined ? call.name === name : call.id === id));
    const [call] = index < 0 ? [] : this.#open.splice(index, 1);
    if (prompted?.part) return prompted.part;
    const { outcome, output, error } = response.response ?? {};
    const text = String(output ?? error ?? '');
    const pictures = (response.parts ?? []).flatMap(({ inlineData }) => inlineData ?? []);
    const value = [
      { type: 'text', text: outcome === undefined ? text : `${String(outcome)}\n${text}` },
      ...pictures.map((picture) => this.#encodePicture(picture)),
    ];
    const toolOutput =
      pictures.length > 0 ? { type: 'content', value } : { type: 'json', value: { ...response.response } };
    return { type: 'tool-result', toolCallId: id ?? call?.id ?? '', toolName: name, output: toolOutput };
  }

  #encodePicture({ mimeType: mediaType = '', data = '' }: InlineData): object {
    return this.#traits.isV3
      ? { type: 'image-data', mediaType, data }
      : { type: 'file', mediaType, data: { type: 'data', data } };
  }

  /** Writes a part of the application's own, unless it is a file that the model does not read as it is. */
  #encodeAsked(part: AskedPart, prompted: PromptPart): PromptPart | undefined {
    const { inlineData } = part;
    if (!inlineData || prompted.mediaType?.toLowerCase().startsWith('image/')) return withoutMark(prompted);
    if (isText(inlineData.mimeType ?? '')) {
      if (!this.#traits.isGoogle) return textOf(inlineData, prompted);
      return { ...prompted, mediaType: inlineData.mimeType ?? '' };
    }
    return prompted;
  }

  #add(role: PromptMessage['role'], part: PromptPart, source: PromptMessage | undefined): void {
    const last = this.messages.at(-1);
    // All results of a turn are one message.
    const isSame = !source || source === this.#source || role === 'tool';
    if (last?.role === role && Array.isArray(last.content) && isSame) {
      last.content.push(part);
      return;
    }
    const { providerOptions } = source ?? {};
    this.messages.push({ role, content: [part], ...(providerOptions && { providerOptions }) });
    this.#source = source;
  }
}

/** Writes a part that was added here: a note about files, a picture that code made. */
function encodeUserPart({ text, inlineData }: Part, { isV3 }: PromptTraits): PromptPart | undefined {
  if (text) return { type: 'text', text };
  if (!inlineData) return undefined;
  const { mimeType: mediaType = '', data = '' } = inlineData;
  return { type: 'file', mediaType, data: isV3 ? data : { type: 'data', data } };
}

/** Most providers refuse text files. */
function textOf({ data = '' }: InlineData, { filename, providerOptions }: PromptPart): PromptPart {
  const text = new TextDecoder().decode(fromBase64(data));
  return {
    type: 'text',
    text: filename === undefined ? text : `${filename}:\n${text}`,
    ...(providerOptions && { providerOptions }),
  };
}
