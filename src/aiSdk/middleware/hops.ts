import type { Content, GenerateContentParameters, GenerateContentResponse, ToolConfig } from '@google/genai';
import { createChunk } from '../../answer/codec/chunk.ts';
import { CALLING } from '../../answer/codec/enums.ts';
import { partsOfInstruction } from '../../answer/request/addInstruction.ts';
import { declarationsIn } from '../../answer/request/callables.ts';
import { codeExecutionIn } from '../../answer/request/config.ts';
import { isCodeTool } from './codeShapes.ts';
import { encodePrompt, type PromptTraits } from './encodePrompt.ts';
import { ReplyReader } from './readReply.ts';
import { RequestFailure } from './requestFailure.ts';
import type { CallOptions, Finish, Model, ModelTool, PromptMessage, StreamPart, ToolChoice } from './spec.ts';
import { streamOf } from './streamContent.ts';
import { addUsage } from './usage.ts';

/** Makes the requests of one answer, and keeps what they have told about themselves. */
export class Hops {
  /** The parts that begin the stream. */
  heading: StreamPart[] = [];
  /** All that the first request has given but its content. */
  first: object | undefined;
  /** The end of the latest request, with the usage of all. */
  finish: Finish | undefined;
  warnings: unknown[] = [];
  readonly #model: Model;
  readonly #asked: CallOptions;
  readonly #type: 'generate' | 'stream';
  readonly #traits: PromptTraits;
  #hops = 0;

  constructor(model: Model, asked: CallOptions, type: 'generate' | 'stream', traits: PromptTraits) {
    this.#model = model;
    this.#asked = asked;
    this.#type = type;
    this.#traits = traits;
  }

  /** @throws RequestFailure with the error of the model's own package */
  async *ask(params: GenerateContentParameters): AsyncGenerator<GenerateContentResponse, void> {
    const reader = new ReplyReader(this.#hops);
    this.#hops += 1;
    const isFirst = this.#hops === 1;
    try {
      for await (const event of await this.#open(this.#requestFor(params))) {
        const parts = reader.read(event);
        if (isFirst) this.heading = reader.heading;
        if (parts.length > 0) yield createChunk({}, parts);
      }
    } catch (error) {
      this.#asked.abortSignal?.throwIfAborted();
      throw new RequestFailure(error, isFirst);
    }
    if (reader.finish) {
      const usage = addUsage(this.finish?.usage, reader.finish.usage);
      this.finish = { ...reader.finish, usage };
    }
    yield reader.end();
  }

  async #open(request: CallOptions): Promise<AsyncIterable<StreamPart> | Iterable<StreamPart>> {
    if (this.#type === 'stream') {
      const { stream, ...rest } = await this.#model.doStream(request);
      this.first ??= rest;
      return readAll(stream);
    }
    const { content, finishReason, usage, providerMetadata, warnings, ...rest } = await this.#model.doGenerate(request);
    this.first ??= rest;
    this.warnings = [...this.warnings, ...warnings];
    const finish: StreamPart = { type: 'finish', finishReason, usage, ...(providerMetadata && { providerMetadata }) };
    return [...streamOf(content), finish];
  }

  #requestFor({ contents, config = {} }: GenerateContentParameters): CallOptions {
    const { tools = [], stopSequences: stop, ...asked } = this.#asked;
    const declarations = declarationsIn(config.tools ?? []);
    const isServers = codeExecutionIn(config.tools) !== undefined;
    const names = new Set(tools.map(({ name }) => name));
    const others = tools.filter((tool) => isServers || !isCodeTool(tool));
    const ours = declarations
      .filter(({ name = '' }) => !names.has(name))
      .map(({ name = '', description = '', parametersJsonSchema }): ModelTool => {
        return { type: 'function', name, description, inputSchema: parametersJsonSchema as object };
      });
    const prompt = encodePrompt(contents as Content[], this.#traits);
    const toolChoice = toolChoiceOf(config.toolConfig, asked.toolChoice);
    const stopSequences = config.stopSequences ?? stop;
    return {
      ...asked,
      prompt: withInstruction(prompt, config.systemInstruction),
      ...(others.length + ours.length > 0 && { tools: [...others, ...ours], ...(toolChoice && { toolChoice }) }),
      ...(stopSequences && { stopSequences }),
    };
  }
}

/** Adds our instruction below those of the application, which begin the prompt. */
function withInstruction(
  prompt: PromptMessage[],
  instruction: NonNullable<GenerateContentParameters['config']>['systemInstruction'],
): PromptMessage[] {
  const texts = instruction === undefined ? [] : partsOfInstruction(instruction).flatMap(({ text }) => text || []);
  if (texts.length === 0) return prompt;
  const begin = prompt.findIndex(({ role }) => role !== 'system');
  const at = begin < 0 ? prompt.length : begin;
  return prompt.toSpliced(at, 0, { role: 'system', content: texts.join('\n\n') });
}

function toolChoiceOf(
  { functionCallingConfig }: ToolConfig = {},
  asked: ToolChoice | undefined,
): ToolChoice | undefined {
  const { mode, allowedFunctionNames: allowed } = functionCallingConfig ?? {};
  if (mode === CALLING.NONE) return { type: 'none' };
  // The application's choice of a tool or of any has been met.
  if (mode !== CALLING.ANY) return asked && { type: 'auto' };
  if (asked?.type === 'tool' && allowed?.includes(asked.toolName)) return asked;
  const [name] = allowed ?? [];
  return name !== undefined && allowed?.length === 1 ? { type: 'tool', toolName: name } : { type: 'required' };
}

/** Browsers other than Chromium and Firefox can't iterate over a stream. */
async function* readAll(stream: ReadableStream<StreamPart>): AsyncGenerator<StreamPart, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Whoever stops reading ends the request.
    await reader.cancel().catch(() => {});
  }
}
