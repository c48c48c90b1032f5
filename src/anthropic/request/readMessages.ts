import type { Content } from '@google/genai';
import type { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import { executableCode } from '../../answer/codec/decode.ts';
import { codeAsText } from '../../answer/codec/fences.ts';
import { readLanguage } from '../../answer/codec/languages.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { toBase64 } from '../../bytes/base64.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { readCall } from '../answer/readEvents.ts';
import type { BlockPart } from '../blockPart.ts';
import type { AnswerFiles } from '../files/answerFiles.ts';
import { type Block, blocksOf, type MessageParam, textOf } from '../wire.ts';
import { callIdOf, isLocalCode } from './localCode.ts';
import { readUserFile } from './readUserFile.ts';
import { filesOf, isServersCode, readResult, readServersCode } from './serversCode.ts';

interface ReaderContext {
  /** By which the model calls for code. */
  functions: CodeFunctions;
  /** The files that code made in earlier turns. */
  files: Pick<AnswerFiles, 'find'>;
  /** Whether code that Anthropic's servers ran goes back as it is. Without a tool of theirs that runs code it is told as text. */
  keepsServersCode: boolean;
}

/** Reads the messages of a request as contents. */
export async function readMessages(messages: readonly MessageParam[], context: ReaderContext): Promise<Content[]> {
  const reader = new MessageReader(context);
  const contents: Content[] = [];
  for (const message of messages) contents.push(await reader.read(message));
  return contents;
}

class MessageReader {
  readonly #context: ReaderContext;
  /** The names of the tools that were called, by the ids of the calls. */
  readonly #names = new Map<unknown, string>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  async read(message: MessageParam): Promise<Content> {
    const { role, content } = message;
    if (role !== 'user' && role !== 'assistant') return { role: 'user', parts: [{ message } as BlockPart] };
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : blocksOf(content);
    const parts: BlockPart[] = [];
    for (const block of blocks)
      parts.push(...(role === 'user' ? this.#readUserBlock(block) : await this.#readModelBlock(block)));
    return { role: role === 'user' ? 'user' : 'model', parts };
  }

  #readUserBlock(block: Block): BlockPart[] {
    const received = { of: { block }, deltas: [] };
    switch (block.type) {
      case 'text':
        return [{ text: textOf(block.text), received }];
      case 'tool_result': {
        const { tool_use_id: id } = block;
        const name = this.#names.get(id) ?? '';
        return [{ functionResponse: { ...(typeof id === 'string' && { id }), name, response: {} }, received }];
      }
      default:
        return readUserFile(block) ?? [{ received }];
    }
  }

  async #readModelBlock(block: Block): Promise<BlockPart[]> {
    const received = { of: { block }, deltas: [] };
    if (isLocalCode(block)) return this.#readLocalCode(block);
    if (isServersCode(block) && !this.#context.keepsServersCode) return [codeAsText(readServersCode(block))];
    switch (block.type) {
      case 'text':
        return [{ text: textOf(block.text), received }];
      case 'thinking':
        return [{ thought: true, text: textOf(block.thinking), received }];
      case 'tool_use':
        this.#names.set(block.id, textOf(block.name));
        return [{ functionCall: readCall(block), received }];
      default:
        return [{ received }];
    }
  }

  async #readLocalCode({ type, id, tool_use_id, input, content }: Block): Promise<LocalPart[]> {
    if (type === 'server_tool_use') {
      const { code, language: said } = isJsonObject(input) ? input : {};
      const language = readLanguage(said);
      const part = executableCode({ language, code: textOf(code) }, { id: callIdOf(id) ?? '' });
      return [{ ...part, localCall: { name: this.#context.functions.nameFor(language) } }];
    }
    const { codeExecutionResult } = readResult(content);
    const result = { codeExecutionResult: { ...codeExecutionResult, id: callIdOf(tool_use_id) ?? '' } };
    const made = await Promise.all(filesOf(content).map((file) => this.#readPicture(file)));
    return [result, ...made.flat()];
  }

  /** The model has not seen the files that code wrote, which are named. */
  async #readPicture(id: string): Promise<BlockPart[]> {
    const { bytes, mimeType = '', displayName } = (await this.#context.files.find(id)) ?? {};
    if (!bytes || displayName !== undefined) return [];
    return [{ inlineData: { mimeType, data: toBase64(new Uint8Array(await bytes.arrayBuffer())) } }];
  }
}
