import {
  convertToModelMessages,
  DirectChatTransport,
  generateText,
  type InferUITools,
  isStepCount,
  jsonSchema,
  streamText,
  ToolLoopAgent,
  tool,
  type UIMessage,
} from 'ai';
import { describe, expect, it } from 'vitest';
import type { CodeToolOutput } from '../../../src/aiSdk/output.ts';
import { type AiSdkToolOptions, aiSdkTool } from '../../../src/aiSdk/tool.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Tool } from '../../../src/sandbox/tools/tool.ts';
import { scriptedSandbox } from '../gemini/client/play.ts';
import { PIXEL, sandboxThat } from './sandboxes.ts';
import { callOf, gate, latestMessage, scriptedModel, text } from './scriptedModel.ts';

const DRAWING = sandboxThat(async () => {
  const display = { source: 'figure', data: { 'image/png': PIXEL } };
  return { ok: true, status: 'ok', output: 'drawn\n', results: [display], files: [{ path: 'a.png', size: 3 }] };
});

function toolWith(options: Partial<AiSdkToolOptions> = {}) {
  return aiSdkTool({ sandbox: scriptedSandbox(() => '42\n').sandbox, ...options });
}

describe('the tool of the AI SDK', () => {
  it('runs the program that a model calls for, and the model answers with its output', async () => {
    const { model, asked } = scriptedModel([
      { content: [callOf('run_python', { code: 'print(6 * 7)' })] },
      { content: [text('It is 42.')] },
    ]);
    const { sandbox, ran } = scriptedSandbox(() => '42\n');
    const tools = { run_python: aiSdkTool({ sandbox }) };
    const result = await generateText({ model, tools, prompt: 'What is 6 * 7?', stopWhen: isStepCount(5) });
    expect(result.text).toBe('It is 42.');
    expect(ran).toEqual(['print(6 * 7)']);
    expect(asked[0]?.tools).toMatchObject([
      {
        type: 'function',
        name: 'run_python',
        inputSchema: { type: 'object', required: ['code'], additionalProperties: false },
      },
    ]);
    expect(latestMessage(asked)).toMatchObject({
      role: 'tool',
      content: [{ type: 'tool-result', output: { type: 'content', value: [{ type: 'text', text: '42\n' }] } }],
    });
  });

  it('shows the model the pictures, and gives the app the files', async () => {
    const { model, asked } = scriptedModel([
      { content: [callOf('run_python', { code: 'plot()' })] },
      { content: [text('Red.')] },
    ]);
    const tools = { run_python: toolWith({ sandbox: DRAWING }) };
    const result = await generateText({ model, tools, prompt: 'Draw.', stopWhen: isStepCount(5) });
    expect(latestMessage(asked)).toMatchObject({
      content: [
        {
          output: {
            type: 'content',
            value: [
              { type: 'text', text: 'drawn\n' },
              { type: 'file', mediaType: 'image/png', data: { type: 'data', data: PIXEL } },
            ],
          },
        },
      ],
    });
    const [output] = result.steps[0]?.staticToolResults.map((each) => each.output) ?? [];
    expect(output?.files).toEqual([{ path: 'a.png', size: 3 }]);
    expect(result.warnings ?? []).toEqual([]);
  });

  it('streams what a program prints as preliminary outputs, and then the whole output', async () => {
    let print = (_: string) => {};
    const sandbox = sandboxThat(async (_, { onOutput }) => {
      print = (line) => onOutput?.({ stream: 'stdout', text: line } as never);
      print('one\n');
      await first.opened;
      return { ok: true, status: 'ok', output: 'one\ntwo\n', results: [], files: [] };
    });
    const first = gate();
    const { model } = scriptedModel([
      { content: [callOf('run_python', { code: 'count()' })] },
      { content: [text('Two.')] },
    ]);
    const tools = { run_python: toolWith({ sandbox }) };
    const outputs: unknown[] = [];
    const { fullStream } = streamText({ model, tools, prompt: 'Count.', stopWhen: isStepCount(5) });
    for await (const part of fullStream) {
      if (part.type !== 'tool-result') continue;
      outputs.push([part.preliminary ?? false, part.output]);
      first.open();
    }
    expect(outputs).toMatchObject([
      [true, { status: 'running', output: 'one\n' }],
      [true, { status: 'ok', output: 'one\ntwo\n' }],
      [false, { status: 'ok', output: 'one\ntwo\n' }],
    ]);
  });

  it.each<[string, { code?: unknown; source?: string }]>([
    ['no code', {}],
    ['code that is no text', { code: 1 }],
    ['another name', { source: '1' }],
  ])('tells a model what the tool takes if it is called with %s', async (_, input) => {
    const { model, asked } = scriptedModel([{ content: [callOf('run_python', input)] }, { content: [text('Sorry.')] }]);
    const { sandbox, ran } = scriptedSandbox();
    await generateText({
      model,
      tools: { run_python: aiSdkTool({ sandbox }) },
      prompt: 'Run.',
      stopWhen: isStepCount(5),
    });
    expect(ran).toEqual([]);
    expect(latestMessage(asked)).toMatchObject({
      content: [
        { output: { type: 'error-text', value: expect.stringContaining('takes one argument: code, a string') } },
      ],
    });
  });

  it('gives the model the error of code that fails', async () => {
    const { model, asked } = scriptedModel([
      { content: [callOf('run_python', { code: '1 / 0' })] },
      { content: [text('Oh.')] },
    ]);
    const { sandbox } = scriptedSandbox(() => 'ZeroDivisionError: division by zero\n');
    const tools = { run_python: aiSdkTool({ sandbox }) };
    const { steps } = await generateText({ model, tools, prompt: 'Run.', stopWhen: isStepCount(5) });
    expect(steps[0]?.staticToolResults).toMatchObject([{ output: { status: 'error' } }]);
    expect(latestMessage(asked)).toMatchObject({
      content: [{ output: { value: [{ text: 'ZeroDivisionError: division by zero\n' }] } }],
    });
  });

  it('says that a program was refused', async () => {
    const { model } = scriptedModel([{ content: [callOf('run_python', { code: 'x' })] }, { content: [text('Pity.')] }]);
    const tools = { run_python: toolWith({ beforeRun: () => ({ refuse: 'Not now.' }) }) };
    const { steps } = await generateText({ model, tools, prompt: 'Run.', stopWhen: isStepCount(5) });
    expect(steps[0]?.staticToolResults).toMatchObject([
      { output: { status: 'refused', output: expect.stringContaining('Not now.') } },
    ]);
  });

  it('stops the program if the call is aborted', async () => {
    const stop = new AbortController();
    const stopped = gate();
    const sandbox = sandboxThat(async (_, { signal }) => {
      signal?.addEventListener('abort', () => stopped.open(signal.reason));
      stop.abort(new Error('Enough.'));
      return new Promise(() => {});
    });
    const { model } = scriptedModel([{ content: [callOf('run_python', { code: 'while True: pass' })] }]);
    const { fullStream } = streamText({
      model,
      tools: { run_python: toolWith({ sandbox }) },
      prompt: 'Run.',
      abortSignal: stop.signal,
    });
    for await (const _ of fullStream);
    expect(await stopped.opened).toEqual(new Error('Enough.'));
  });

  it('stops the program if nobody reads its output any more', async () => {
    const stopped = gate();
    const sandbox = sandboxThat(async (_, { signal, onOutput }) => {
      signal?.addEventListener('abort', () => stopped.open());
      onOutput?.({ stream: 'stdout', text: 'one\n' } as never);
      return new Promise(() => {});
    });
    for await (const output of toolWith({ sandbox }).execute({ code: 'endless()' }, {})) {
      expect(output.output).toBe('one\n');
      break;
    }
    await stopped.opened;
  });

  it('runs parallel calls one after the other, in one session', async () => {
    const running: string[] = [];
    const sandbox = sandboxThat(async (code) => {
      running.push(`begin ${code}`);
      await Promise.resolve();
      running.push(`end ${code}`);
      return { ok: true, status: 'ok', output: code, results: [], files: [] };
    });
    const { model } = scriptedModel([
      { content: [callOf('run_python', { code: 'a' }), callOf('run_python', { code: 'b' })] },
      { content: [text('Done.')] },
    ]);
    const tools = { run_python: toolWith({ sandbox }) };
    await generateText({ model, tools, prompt: 'Run both.', stopWhen: isStepCount(5) });
    expect(running).toEqual(['begin a', 'end a', 'begin b', 'end b']);
  });

  it('is told the version of the SDK if that is not the newest', async () => {
    const running = toolWith().execute({ code: '1' }, { experimental_context: undefined } as object);
    await expect(running.next()).rejects.toThrow('Give the tool the option `sdk: 6`.');
    expect(() => aiSdkTool({ sandbox: DRAWING, sdk: 5 as 6 })).toThrow('The option `sdk` takes 6 or 7, not 5.');
  });
});

describe('an agent in the tab, without a server', () => {
  it('answers a chat, whose messages have the outputs', async () => {
    const { model, asked } = scriptedModel([
      { content: [callOf('run_python', { code: 'plot()' })] },
      { content: [text('Red.')] },
      { content: [text('Still red.')] },
    ]);
    const tools = { run_python: toolWith({ sandbox: DRAWING }) };
    const agent = new ToolLoopAgent({ model, tools });
    const transport = new DirectChatTransport({ agent });
    type Message = UIMessage<unknown, never, InferUITools<typeof tools>>;
    const question: Message = { id: '1', role: 'user', parts: [{ type: 'text', text: 'Draw.' }] };
    const stream = await transport.sendMessages({
      trigger: 'submit-message',
      chatId: 'chat',
      messageId: undefined,
      messages: [question],
      abortSignal: undefined,
    });
    const types: string[] = [];
    const outputs: CodeToolOutput[] = [];
    for await (const chunk of stream) {
      types.push(chunk.type);
      if (chunk.type === 'tool-output-available') outputs.push(chunk.output as CodeToolOutput);
    }
    expect(types).toContain('tool-output-available');
    expect(outputs.at(-1)).toEqual({
      status: 'ok',
      output: 'drawn\n',
      images: [{ mediaType: 'image/png', data: PIXEL }],
      files: [{ path: 'a.png', size: 3 }],
    });
    expect(asked).toHaveLength(2);
  });

  it('sends a stored conversation back with its pictures, and says which program was stopped', async () => {
    const tools = { run_python: toolWith() };
    const output = { status: 'ok', output: 'drawn\n', images: [{ mediaType: 'image/png', data: PIXEL }], files: [] };
    const parts = [output, { ...output, status: 'running', images: [] }, { nonsense: true }].map((each, index) => ({
      type: 'tool-run_python' as const,
      toolCallId: String(index),
      state: 'output-available' as const,
      input: { code: 'plot()' },
      output: each as CodeToolOutput,
    }));
    const messages = await convertToModelMessages([{ role: 'assistant', parts }], { tools });
    expect(messages.at(-1)).toMatchObject({
      role: 'tool',
      content: [
        { output: { value: [{ text: 'drawn\n' }, { type: 'file', mediaType: 'image/png' }] } },
        { output: { value: [{ text: 'drawn\n\nThis code was stopped before it ended.' }] } },
        { output: { value: [{ text: 'The output has no known status.' }] } },
      ],
    });
  });
});

describe('other tools that an agent routes to code', () => {
  const weather = tool({
    description: 'Tells the weather.\nIn a city.',
    inputSchema: jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    }),
    execute: async ({ city }) => `${city}: cold`,
  });

  /** A sandbox whose programs call the exposed function `weather`. */
  function callingSandbox() {
    const opened: number[] = [];
    let exposed: Record<string, Tool> = {};
    const expose = (tools: Record<string, Tool>) => {
      exposed = tools;
      return () => {};
    };
    const run = async () => {
      const { signal } = new AbortController();
      const output = String(await exposed.weather?.execute({ city: 'Oslo' }, { signal }));
      return { ok: true, status: 'ok', output, results: [], files: [] };
    };
    const sandbox = () => {
      opened.push(1);
      return { ...scriptedSandbox().sandbox, run, expose } as unknown as Sandbox;
    };
    return { sandbox, opened };
  }

  it('are functions for Python, whose signatures the model is told, and no tools of the model', async () => {
    const { sandbox, opened } = callingSandbox();
    const { model, asked } = scriptedModel([
      { content: [callOf('run_python', { code: 'print(weather("Oslo"))' })] },
      { content: [callOf('run_python', { code: 'print(weather("Oslo"))' })] },
      { content: [text('Cold.')] },
    ]);
    const result = await generateText({
      model,
      tools: { run_python: aiSdkTool({ sandbox }), weather },
      experimental_toolCallers: { weather: ['run_python'] },
      prompt: 'How is the weather?',
      stopWhen: isStepCount(5),
    });
    expect(result.text).toBe('Cold.');
    expect(asked[0]?.tools).toMatchObject([
      { name: 'run_python', description: expect.stringContaining('def weather(city: str)') },
    ]);
    expect(asked[0]?.tools?.[0]).toMatchObject({ description: expect.stringContaining('"""Tells the weather."""') });
    expect(latestMessage(asked)).toMatchObject({ content: [{ output: { value: [{ text: 'Oslo: cold' }] } }] });
    // The variables stay from one step to the next.
    expect(opened).toHaveLength(1);
  });

  it('are left to the model if they are not routed', async () => {
    const { model, asked } = scriptedModel([{ content: [text('Hm.')] }]);
    const { sandbox } = callingSandbox();
    await generateText({ model, tools: { run_python: aiSdkTool({ sandbox }), weather }, prompt: 'How is it?' });
    expect(asked[0]?.tools?.map(({ name }) => name)).toEqual(['run_python', 'weather']);
    expect(JSON.stringify(asked[0]?.tools)).not.toContain('from tools import');
  });
});
