import type { GenerateContentParameters, ToolConfig } from '@google/genai';
import { partsOf } from '../../answer/codec/chunk.ts';
import { CALLING } from '../../answer/codec/enums.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import { passThrough } from '../../answer/request/passThrough.ts';
import type { ApiTraits } from '../../answer/request/prepareRequest.ts';
import { AnswerWriter } from './answerWriter.ts';
import { type CodeTool, codeToolIn, isCodeTool } from './codeShapes.ts';
import { encodePrompt, type PromptTraits } from './encodePrompt.ts';
import { Hops } from './hops.ts';
import { markOf } from './marks.ts';
import { readPrompt } from './readPrompt.ts';
import { RequestFailure } from './requestFailure.ts';
import type { CallOptions, Finish, GenerateResult, Model, StreamPart, StreamResult, ToolChoice } from './spec.ts';
import { ContentCollector } from './streamContent.ts';
import { NO_USAGE } from './usage.ts';

/** The name of a Gemini model tells what Google's API takes. */
const OF_GOOGLE: ApiTraits = { abilities: new ModelAbilities() };
/** The other APIs take functions beside their own tools, and pictures in results. */
const OF_OTHERS: ApiTraits = {
  abilities: new ModelAbilities({
    refusals: [],
    known: { combinesTools: true, takesInstruction: true, pictures: 'inside' },
  }),
  signsCalls: false,
};

/** Finds the code tool of a request that the model may use. */
export function usableCodeTool({ tools, toolChoice }: CallOptions): CodeTool | undefined {
  return toolChoice?.type === 'none' ? undefined : codeToolIn(tools);
}

/** Whether a conversation has code that ran here. */
export function hasLocalCode({ prompt }: CallOptions): boolean {
  return prompt.some(
    ({ content }) => Array.isArray(content) && content.some(({ providerOptions }) => markOf(providerOptions)),
  );
}

/** Writes code that ran here as text, for a request whose model runs no code. */
export async function withCodeAsText(asked: CallOptions, model: Model): Promise<CallOptions> {
  const contents = readPrompt(asked.prompt, undefined);
  const params = await passThrough({ model: model.modelId, contents }, 'local');
  return { ...asked, prompt: encodePrompt(params.contents as typeof contents, traitsOf(model)) };
}

/** The answer to one request with the provider's code tool. */
export class LocalAnswer {
  readonly #responder: Responder;
  readonly #asked: CallOptions;
  readonly #model: Model;
  readonly #hops: Hops;
  readonly #writer: AnswerWriter;
  readonly #tool: CodeTool;
  readonly #stop = new AbortController();
  #isBegun = false;
  #hasCalls = false;

  constructor(
    responder: Responder,
    request: { model: Model; asked: CallOptions; tool: CodeTool; type: 'generate' | 'stream' },
  ) {
    const { model, asked, tool, type } = request;
    const { abortSignal } = asked;
    const signal = abortSignal ? AbortSignal.any([abortSignal, this.#stop.signal]) : this.#stop.signal;
    const traits = traitsOf(model);
    this.#responder = responder;
    this.#asked = { ...asked, abortSignal: signal };
    this.#model = model;
    this.#tool = tool;
    this.#hops = new Hops(model, this.#asked, type, traits);
    this.#writer = new AnswerWriter(tool, traits.isV3);
  }

  /** Gives the whole answer. */
  async whole(): Promise<GenerateResult> {
    const collector = new ContentCollector();
    for await (const part of this.#parts()) collector.add(part);
    const { first, warnings } = this.#hops;
    return { ...first, content: collector.content, warnings, ...this.#finish() };
  }

  /** Streams the answer. A refused request rejects, as it does without the middleware. */
  async stream(): Promise<StreamResult> {
    const parts = this.#parts();
    let first: IteratorResult<StreamPart, void> | undefined = await parts.next();
    const stream = new ReadableStream<StreamPart>(
      {
        pull: async (controller) => {
          try {
            const next = first ?? (await parts.next());
            first = undefined;
            if (next.done) controller.close();
            else controller.enqueue(next.value);
          } catch (error) {
            this.#asked.abortSignal?.throwIfAborted();
            controller.enqueue({ type: 'error', error });
            const finishReason = { unified: 'error', raw: undefined };
            controller.enqueue({ type: 'finish', ...this.#finish(), finishReason });
            controller.close();
          }
        },
        cancel: async () => {
          this.#stop.abort();
          await parts.return().catch(() => {});
        },
      },
      { highWaterMark: 0 },
    );
    return { ...this.#hops.first, stream };
  }

  /** @throws the errors of the model's own package, the signal's reason */
  async *#parts(): AsyncGenerator<StreamPart, void> {
    try {
      for await (const chunk of this.#responder.respond(this.#params, (params) => this.#hops.ask(params), this.#api)) {
        yield* this.#hops.heading.splice(0);
        for (const part of this.#writer.write(partsOf(chunk))) {
          this.#isBegun = true;
          this.#hasCalls ||= part.type === 'tool-call' && !part.providerExecuted;
          yield part;
        }
      }
      yield* this.#hops.heading.splice(0);
      yield* this.#writer.end();
      yield { type: 'finish', ...this.#finish() };
    } catch (error) {
      throw RequestFailure.unwrap(error, !this.#isBegun);
    }
  }

  #finish(): Finish {
    const { finishReason, ...rest } = this.#hops.finish ?? {
      finishReason: { unified: 'other', raw: undefined },
      usage: NO_USAGE,
    };
    // The calls of a model that may make none any more were not made.
    const isOver = finishReason.unified === 'tool-calls' && !this.#hasCalls;
    return { ...rest, finishReason: isOver ? { ...finishReason, unified: 'stop' } : finishReason };
  }

  get #api(): ApiTraits {
    return traitsOf(this.#model).isGoogle ? OF_GOOGLE : OF_OTHERS;
  }

  get #params(): GenerateContentParameters {
    const { prompt, tools = [], toolChoice, abortSignal, providerOptions } = this.#asked;
    const others = tools.filter((tool) => !isCodeTool(tool));
    const hasBuiltIn = others.some(({ type, id }) => type === 'provider' && id?.startsWith('google.'));
    const toolConfig = readToolChoice(toolChoice, this.#tool);
    const own = markOf(providerOptions);
    return {
      model: this.#model.modelId,
      contents: readPrompt(prompt, this.#tool),
      config: {
        tools: [
          { codeExecution: { ...own } },
          { functionDeclarations: others.map(({ name }) => ({ name })) },
          ...(hasBuiltIn ? [{ googleSearch: {} }] : []),
        ],
        ...(toolConfig && { toolConfig }),
        ...(abortSignal && { abortSignal }),
      },
    };
  }
}

function traitsOf({ specificationVersion, provider }: Model): PromptTraits {
  return {
    isV3: specificationVersion !== 'v4',
    isGoogle: /google|vertex/.test(provider) && !/anthropic/.test(provider),
  };
}

function readToolChoice(choice: ToolChoice | undefined, tool: CodeTool): ToolConfig | undefined {
  if (choice?.type === 'required') return { functionCallingConfig: { mode: CALLING.ANY } };
  if (choice?.type !== 'tool') return undefined;
  const allowedFunctionNames = choice.toolName === tool.name ? [] : [choice.toolName];
  return { functionCallingConfig: { mode: CALLING.ANY, allowedFunctionNames } };
}
