// @module-tag long
/** The middleware for the AI SDK with the real packages of OpenAI and Anthropic, over strict fakes, with Python that really runs. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, isStepCount, jsonSchema, streamText, type ToolSet, tool, wrapLanguageModel } from 'ai';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { localPythonMiddleware } from '../../../src/entries/ai-sdk.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const python = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });
const isRight = { refusals: [], turnsLeft: 0 };

type Model = Parameters<typeof wrapLanguageModel>[0]['model'];

interface Provider {
  fake: 'fakeOpenAI' | 'fakeAnthropic';
  open: (baseURL: string) => { model: Model; tools: ToolSet };
  /** What the provider's tool gives for a program that prints `42` and draws a picture. */
  output: object;
  /** What it gives for one that divides by zero. */
  failure: object;
}

const PROVIDERS: [string, Provider][] = [
  [
    'OpenAI',
    {
      fake: 'fakeOpenAI',
      open: (baseURL) => {
        const openai = createOpenAI({ apiKey: 'test', baseURL });
        return { model: openai.responses('gpt-5.6'), tools: { code_interpreter: openai.tools.codeInterpreter({}) } };
      },
      output: {
        outputs: [
          { type: 'logs', logs: '42\n' },
          { type: 'image', url: expect.stringMatching(/^data:image\/png;base64,/) },
        ],
      },
      failure: { outputs: [{ type: 'logs', logs: expect.stringContaining('ZeroDivisionError') }] },
    },
  ],
  [
    'Anthropic',
    {
      fake: 'fakeAnthropic',
      open: (baseURL) => {
        const anthropic = createAnthropic({ apiKey: 'test', baseURL: `${baseURL}/v1` });
        return {
          model: anthropic('claude-opus-5-5'),
          tools: { code_execution: anthropic.tools.codeExecution_20260120() },
        };
      },
      output: { type: 'code_execution_result', stdout: '42\n', return_code: 0 },
      failure: { type: 'code_execution_result', stderr: expect.stringContaining('ZeroDivisionError'), return_code: 1 },
    },
  ],
];

describe.each(PROVIDERS)('the code tool of %s', (_, { fake, open, output, failure }) => {
  async function play(turns: object[], options: Partial<Parameters<typeof localPythonMiddleware>[0]> = {}) {
    const body = JSON.stringify({ turns } as Script);
    const { baseURL } = await (await fetch(`${inject(fake)}/scripts`, { method: 'POST', body })).json();
    const { model, tools } = open(baseURL);
    const report = async () => (await fetch(baseURL)).json();
    const middleware = localPythonMiddleware({ sandbox, ...options });
    return { model: wrapLanguageModel({ model, middleware }), tools, report };
  }
  const DRAWN = [{ parts: [python(`print(6 * 7)\n${DRAW_RED}`)] }, { parts: [{ text: 'It is 42.' }] }];

  it('has the output and the picture of Python, in one step', async () => {
    const { report, ...asked } = await play(DRAWN);
    const { text, toolResults, files, steps } = await generateText({ ...asked, prompt: '6 * 7?' });
    expect(text).toBe('It is 42.');
    expect(steps).toHaveLength(1);
    expect(toolResults).toMatchObject([{ providerExecuted: true, output }]);
    if (fake === 'fakeAnthropic') expect(files).toMatchObject([{ mediaType: 'image/png' }]);
    expect(await report()).toMatchObject(isRight);
  });

  it('is streamed, and a next question knows the code', async () => {
    const { report, ...asked } = await play([
      ...DRAWN,
      { parts: [python('print("again")')] },
      { parts: [{ text: 'Sure.' }] },
    ]);
    const first = streamText({ ...asked, prompt: '6 * 7?' });
    const results: unknown[] = [];
    for await (const part of first.fullStream) if (part.type === 'tool-result') results.push(part.output);
    expect(results).toMatchObject([output]);
    const { messages } = await first.response;
    const question = { role: 'user' as const, content: '6 * 7?' };
    const second = await generateText({
      ...asked,
      messages: [question, ...messages, { role: 'user', content: 'Sure?' }],
    });
    expect(second.text).toBe('Sure.');
    expect(await report()).toMatchObject(isRight);
  });

  it('gives a failure to the model, which corrects it', async () => {
    const { report, ...asked } = await play([
      { parts: [python('1 / 0')] },
      { parts: [python('print(1)')] },
      { parts: [{ text: 'Done.' }] },
    ]);
    const { text, toolResults } = await generateText({ ...asked, prompt: 'Go.' });
    expect(text).toBe('Done.');
    expect(toolResults[0]?.output).toMatchObject(failure);
    expect(toolResults).toHaveLength(2);
    expect(await report()).toMatchObject(isRight);
  });

  it("runs beside the app's own tool, whose results go back together", async () => {
    const { report, model, tools } = await play([
      { parts: [python('print(6 * 7)'), { functionCall: { name: 'weather', args: { city: 'Oslo' } } }] },
      { parts: [{ text: 'Cold, and 42.' }] },
    ]);
    const weather = tool({
      description: 'Tells the weather.',
      inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
      execute: async () => 'cold',
    });
    const { text } = await generateText({
      model,
      tools: { ...tools, weather },
      prompt: 'Both.',
      stopWhen: isStepCount(5),
    });
    expect(text).toBe('Cold, and 42.');
    expect(await report()).toMatchObject(isRight);
  });

  it('answers two questions at once, each with its own results', async () => {
    const answers = [1, 2].map(async (number) => {
      const { report: _, ...asked } = await play([
        { parts: [python(`print(${number} * 100)`)] },
        { parts: [{ text: 'Done.' }] },
      ]);
      return JSON.stringify((await generateText({ ...asked, prompt: 'Go.' })).toolResults[0]?.output);
    });
    expect(await Promise.all(answers)).toEqual([expect.stringContaining('100\\n'), expect.stringContaining('200\\n')]);
  });

  it('stops an endless program with the answer, and the session goes on', async () => {
    const stop = new AbortController();
    const turns = [{ parts: [python('kept = 1\nprint("on")\nwhile True: pass')] }];
    const { report: _, ...asked } = await play(turns, {
      onEvent: ({ type }) => type === 'output-delta' && stop.abort(),
    });
    await expect(generateText({ ...asked, prompt: 'Go.', abortSignal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect((await sandbox.run('kept')).output).toBe('1\n');
  });
});
