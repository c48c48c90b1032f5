/** Version 6 of the AI SDK, which `npm run test:ai-sdk` downloads: the oldest that is supported, and the newest. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { localPythonMiddleware } from '../../../src/aiSdk/middleware/localPythonMiddleware.ts';
import { aiSdkTool } from '../../../src/aiSdk/tool.ts';
import { PIXEL, sandboxThat } from './sandboxes.ts';

/** The functions of the package that are called here. Its types are those of the folder. */
interface AiSdk6 {
  generateText(options: object): Promise<Answer>;
  streamText(options: object): { fullStream: AsyncIterable<{ type: string; preliminary?: boolean }> };
  stepCountIs(count: number): unknown;
  wrapLanguageModel(options: object): object;
  asSchema(schema: unknown): unknown;
}

interface Answer {
  text: string;
  steps: unknown[];
  files: { mediaType: string; base64: string }[];
  toolResults: { output: unknown; providerExecuted?: boolean }[];
  response: { messages: object[] };
}

interface Asked {
  prompt: { role: string; content: unknown }[];
}

const folder = process.env.AI_SDK_6 ?? '';

describe.runIf(folder !== '')('version 6 of the AI SDK', async () => {
  const load = (file: string) => import(/* @vite-ignore */ path.join(folder, 'node_modules/ai/dist', file));
  const sdk: AiSdk6 = folder === '' ? undefined : await load('index.mjs');
  const { MockLanguageModelV3: Model } = folder === '' ? { MockLanguageModelV3: Object } : await load('test/index.mjs');

  const display = { source: 'figure', data: { 'image/png': PIXEL } };
  const sandbox = sandboxThat(async (_, { onOutput }) => {
    onOutput?.({ stream: 'stdout', text: 'drawn\n' } as never);
    return { ok: true, status: 'ok', output: 'drawn\n', results: [display], files: [] };
  });

  /** A model that calls for code once in each answer. */
  function modelOf() {
    const asked: Asked[] = [];
    const next = (options: Asked) => {
      asked.push(structuredClone({ prompt: options.prompt }));
      const isCall = asked.length % 2 === 1;
      const call = {
        type: 'tool-call',
        toolCallId: `call-${asked.length}`,
        toolName: 'run_python',
        input: '{"code":"plot()"}',
      };
      const finishReason = { unified: isCall ? 'tool-calls' : 'stop', raw: undefined };
      const usage = { inputTokens: { total: 10 }, outputTokens: { total: 5 } };
      return { content: [isCall ? call : { type: 'text', text: 'Red.' }], finishReason, usage, warnings: [] };
    };
    const model = new Model({
      provider: 'google.generative-ai',
      modelId: 'gemini-3-flash-preview',
      doGenerate: async (options: Asked) => next(options),
      doStream: async (options: Asked) => {
        const { content, warnings, ...end } = next(options);
        const [part] = content;
        const said =
          part?.type === 'text'
            ? [
                { type: 'text-start', id: '0' },
                { type: 'text-delta', id: '0', delta: 'Red.' },
                { type: 'text-end', id: '0' },
              ]
            : [part];
        const chunks = [{ type: 'stream-start', warnings }, ...said, { type: 'finish', ...end }];
        const start = (controller: ReadableStreamDefaultController) => {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        };
        return { stream: new ReadableStream({ start }) };
      },
    });
    return { model, asked };
  }

  const result = {
    role: 'tool',
    content: [
      {
        output: {
          type: 'content',
          value: [{ type: 'text' }, { type: 'image-data', mediaType: 'image/png', data: PIXEL }],
        },
      },
    ],
  };

  it('calls the tool, whose preliminary outputs and pictures it takes', async () => {
    const { model, asked } = modelOf();
    const options = {
      model,
      tools: { run_python: aiSdkTool({ sandbox, sdk: 6 }) },
      stopWhen: sdk.stepCountIs(5),
      prompt: 'Draw.',
    };
    expect((await sdk.generateText(options)).text).toBe('Red.');
    expect(asked[1]?.prompt.at(-1)).toMatchObject(result);
    const outputs: unknown[] = [];
    for await (const part of sdk.streamText(options).fullStream)
      if (part.type === 'tool-result') outputs.push(part.preliminary ?? false);
    expect(outputs).toEqual([true, true, false]);
  });

  it('takes the answers of the middleware, and sends them back', async () => {
    const { model, asked } = modelOf();
    const inputSchema = sdk.asSchema({ [Symbol.for('vercel.ai.schema')]: true, jsonSchema: {}, validate: undefined });
    const options = {
      model: sdk.wrapLanguageModel({ model, middleware: localPythonMiddleware({ sandbox, sdk: 6 }) }),
      tools: { code_execution: { type: 'provider', id: 'google.code_execution', args: {}, inputSchema } },
    };
    const first = await sdk.generateText({ ...options, prompt: 'Draw.' });
    expect(first).toMatchObject({
      text: 'Red.',
      toolResults: [{ providerExecuted: true, output: { outcome: 'OUTCOME_OK', output: 'drawn\n' } }],
      files: [{ mediaType: 'image/png', base64: PIXEL }],
    });
    expect(first.steps).toHaveLength(1);
    expect(asked[1]?.prompt.at(-1)).toMatchObject(result);
    const messages = [
      { role: 'user', content: 'Draw.' },
      ...first.response.messages,
      { role: 'user', content: 'Again.' },
    ];
    const { fullStream } = sdk.streamText({ ...options, messages });
    const types: string[] = [];
    for await (const { type } of fullStream) types.push(type);
    expect(types).toEqual(expect.arrayContaining(['tool-call', 'tool-result', 'file', 'text-delta', 'finish']));
    expect(asked[2]?.prompt[3]).toMatchObject(result);
  });
});
