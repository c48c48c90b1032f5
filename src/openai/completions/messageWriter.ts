import { readLanguage } from '../../answer/codec/languages.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import type { ChatPart } from './chatPart.ts';
import type { ExecutedTool, ToolCall } from './wire.ts';

type AnswerPart = ChatPart & LocalPart;

/** A piece of the model's message, as a stream has it. */
export type Delta = Record<string, unknown>;

/** Writes the parts of an answer as one message, and as the pieces of it that a server would have streamed. */
export class MessageWriter {
  readonly #isStructured: boolean;
  #content = '';
  /** What the model reasoned, by the fields in which its server sends that. */
  readonly #reasoning: Record<string, string> = {};
  readonly #executed: ExecutedTool[] = [];
  readonly #calls: ToolCall[] = [];
  /** Whether the next text comes after a program. */
  #isAfterCode = false;
  /** The number of the programs that have a result. */
  #results = 0;

  /** @param isStructured whether the content is to be JSON, so that words before a program are none of it */
  constructor(isStructured: boolean) {
    this.#isStructured = isStructured;
  }

  get hasCalls(): boolean {
    return this.#calls.length > 0;
  }

  /** The fields that only the answers of this library have; so that they are there at the end, the last piece has them as a whole. */
  get executed(): { executed_tools?: ExecutedTool[] } {
    return this.#executed.length > 0 ? { executed_tools: this.#executed.map((tool) => ({ ...tool })) } : {};
  }

  get message(): Record<string, unknown> {
    return {
      role: 'assistant',
      content: this.#content === '' && this.hasCalls ? null : this.#content,
      refusal: null,
      ...this.#reasoning,
      ...(this.hasCalls && { tool_calls: this.#calls }),
      ...this.executed,
    };
  }

  write(part: AnswerPart): Delta[] {
    const { text, thought, executableCode, codeExecutionResult, inlineData, functionCall } = part;
    if (thought) return this.#writeThought(part);
    if (text) return this.#writeText(text);
    if (executableCode) return this.#writeCode(part);
    if (codeExecutionResult) return this.#writeResult(part);
    if (inlineData) return this.#writeData(part);
    return functionCall ? this.#writeCall(part) : [];
  }

  /** Gives what was held back. */
  end(): Delta[] {
    return this.#isStructured && this.#content !== '' ? [{ content: this.#content }] : [];
  }

  #writeThought({ text = '', reasoningField: field = 'reasoning_content' }: AnswerPart): Delta[] {
    this.#reasoning[field] = (this.#reasoning[field] ?? '') + text;
    return [{ [field]: text }];
  }

  #writeText(text: string): Delta[] {
    // Texts of several turns of the model are paragraphs of one message.
    const isParagraph = this.#isAfterCode && this.#content !== '' && !/\s$/.test(this.#content);
    this.#isAfterCode = false;
    const added = isParagraph ? `\n\n${text.replace(/^\s+/, '')}` : text;
    this.#content += added;
    return this.#isStructured ? [] : [{ content: added }];
  }

  #writeCode({ executableCode = {}, localCall, ofCall }: AnswerPart): Delta[] {
    if (this.#isStructured) this.#content = '';
    this.#isAfterCode = true;
    const { id, code = '', language } = executableCode;
    const tool: ExecutedTool = {
      index: this.#executed.length,
      type: readLanguage(language) === 'JAVASCRIPT' ? 'javascript' : 'python',
      arguments: JSON.stringify({ code }),
      content_offset: this.#content.length,
      ...(id !== undefined && localCall && { call: { ...ofCall, id, name: localCall.name } }),
    };
    this.#executed.push(tool);
    return [{ executed_tools: [{ ...tool }] }];
  }

  /** Results come in the order of their programs. */
  #writeResult({ codeExecutionResult = {} }: AnswerPart): Delta[] {
    const tool = this.#executed[this.#results];
    this.#results += 1;
    if (!tool) return [];
    const { output = '', outcome } = codeExecutionResult;
    Object.assign(tool, { output, outcome, code_results: [] });
    return [{ executed_tools: [{ ...tool }] }];
  }

  #writeData({ inlineData = {} }: AnswerPart): Delta[] {
    const { mimeType = '', data = '', displayName: name } = inlineData;
    const tool = this.#executed[this.#results - 1];
    if (!tool) return [];
    const result = { [mimeType.replace(/^image\//, '')]: data, ...(name !== undefined && { name }) };
    tool.code_results = [...(tool.code_results ?? []), result];
    return [{ executed_tools: [{ ...tool }] }];
  }

  #writeCall({ functionCall = {}, ofCall }: AnswerPart): Delta[] {
    const { id = `call_${this.#calls.length}`, name = '', args = {} } = functionCall;
    const call = { ...ofCall, id, type: 'function', function: { name, arguments: JSON.stringify(args) } };
    this.#calls.push(call);
    return [{ tool_calls: [{ index: this.#calls.length - 1, ...call }] }];
  }
}
