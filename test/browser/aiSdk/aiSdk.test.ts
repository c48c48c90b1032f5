/** The AI SDK and Google's real package, over the fake Gemini API, with Python that really runs. */
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { generateText, isStepCount, jsonSchema, streamText, tool, wrapLanguageModel } from 'ai';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { aiSdkTool, type CodeToolOutput, localPythonMiddleware } from '../../../src/entries/ai-sdk.ts';
import { Sandbox } from '../../../src/entries/index.ts';
import type { Script } from '../../support/geminiFake/script/script.ts';
import { DRAW_RED } from '../gemini/redPicture.ts';
import { ASSETS } from '../sandbox/freshSandbox.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';

shareSandbox();
beforeEach(() => sandbox.reset());
afterEach(() => vi.restoreAllMocks());

const MODEL = 'gemini-3-flash-preview';
const python = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });

interface Report {
  requests: { body: { contents: unknown[] } }[];
  refusals: unknown[];
  turnsLeft: number;
}

/** Google's package, which asks a fake that plays the script. */
async function play(turns: Script['turns']) {
  const posted = await fetch(`${inject('fakeGemini')}/scripts`, { method: 'POST', body: JSON.stringify({ turns }) });
  const { id, baseUrl } = await posted.json();
  const google = createGoogleGenerativeAI({ apiKey: 'test', baseURL: `${baseUrl}/v1beta` });
  const report = async (): Promise<Report> => (await fetch(`${inject('fakeGemini')}/scripts/${id}/requests`)).json();
  return { google, report };
}

const isRight = { refusals: [], turnsLeft: 0 };

describe('the tool', () => {
  const tools = () => ({ run_python: aiSdkTool({ sandbox }) });

  it('runs Python, whose variables stay, and shows the model its picture', async () => {
    const { google, report } = await play([
      { parts: [python('answer = 6 * 7')] },
      { parts: [python(`print(answer)\n${DRAW_RED}`)] },
      {
        expect: [{ functionResponse: { name: 'run_python', mimeTypes: ['image/png'] } }],
        parts: [{ text: 'It is 42.' }],
      },
    ] as Script['turns']);
    const result = await generateText({
      model: google(MODEL),
      tools: tools(),
      prompt: '6 * 7?',
      stopWhen: isStepCount(5),
    });
    expect(result.text).toBe('It is 42.');
    expect(result.steps[1]?.staticToolResults[0]?.output).toMatchObject({
      status: 'ok',
      output: '42\n',
      images: [{ mediaType: 'image/png' }],
      files: [{ path: 'red.png' }],
    });
    expect(await report()).toMatchObject(isRight);
  });

  it('streams what is printed, and gives errors to the model', async () => {
    const { google, report } = await play([
      { parts: [python('print("first")\n1 / 0')] },
      { parts: [{ text: 'Sorry.' }] },
    ]);
    const outputs: CodeToolOutput[] = [];
    const { fullStream } = streamText({
      model: google(MODEL),
      tools: tools(),
      prompt: 'Go.',
      stopWhen: isStepCount(5),
    });
    for await (const part of fullStream) if (part.type === 'tool-result') outputs.push(part.output as CodeToolOutput);
    expect(outputs[0]).toMatchObject({ status: 'running', output: expect.stringContaining('first\n') });
    expect(outputs.at(-1)).toMatchObject({
      status: 'error',
      output: expect.stringMatching(/first\n.*ZeroDivisionError/s),
    });
    expect(await report()).toMatchObject(isRight);
  });

  it('lets Python call the tools that are routed to it', async () => {
    const { google, report } = await play([
      { parts: [python('from tools import weather\nprint([weather(city) for city in ("Oslo", "Rome")])')] },
      { parts: [{ text: 'Cold and warm.' }] },
    ]);
    const weather = tool({
      description: 'Tells the weather.',
      inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
      execute: async ({ city }) => (city === 'Oslo' ? 'cold' : 'warm'),
    });
    const result = await generateText({
      model: google(MODEL),
      tools: { ...tools(), weather },
      experimental_toolCallers: { weather: ['run_python'] },
      prompt: 'How is it?',
      stopWhen: isStepCount(5),
    });
    expect(result.steps[0]?.toolResults[0]?.output).toMatchObject({ status: 'ok', output: "['cold', 'warm']\n" });
    expect(await report()).toMatchObject(isRight);
  });

  it('stops an endless program with the answer, and the session goes on', async () => {
    const { google } = await play([{ parts: [python('kept = 1\nprint("on")\nwhile True: pass')] }]);
    const stop = new AbortController();
    const { fullStream } = streamText({
      model: google(MODEL),
      tools: tools(),
      prompt: 'Go.',
      abortSignal: stop.signal,
    });
    for await (const part of fullStream) if (part.type === 'tool-result') stop.abort();
    expect((await sandbox.run('kept')).output).toBe('1\n');
  });
});

describe('the middleware', () => {
  const wrap = (google: Awaited<ReturnType<typeof play>>['google']) => ({
    model: wrapLanguageModel({ model: google(MODEL), middleware: localPythonMiddleware({ sandbox }) }),
    tools: { code_execution: google.tools.codeExecution({}) },
  });
  const TURNS: Script['turns'] = [
    { parts: [{ text: 'Let me see. ' }, python(`print(6 * 7)\n${DRAW_RED}`)] },
    { parts: [{ text: 'It is 42.' }] },
  ];

  it("answers as Google's own code execution, in one step, with the picture", async () => {
    const { google, report } = await play(TURNS);
    const result = await generateText({ ...wrap(google), prompt: '6 * 7?' });
    expect(result.text).toBe('Let me see. It is 42.');
    expect(result.toolResults).toMatchObject([
      { providerExecuted: true, output: { outcome: 'OUTCOME_OK', output: '42\n' } },
    ]);
    expect(result.files).toMatchObject([{ mediaType: 'image/png' }]);
    expect(await report()).toMatchObject(isRight);
  });

  it('streams the same, and a next question knows the code and its picture', async () => {
    const { google, report } = await play([...TURNS, { parts: [python('print(1)')] }, { parts: [{ text: 'Sure.' }] }]);
    const { model, tools } = wrap(google);
    const first = streamText({ model, tools, prompt: '6 * 7?' });
    const kinds = new Set<string>();
    for await (const { type } of first.fullStream) kinds.add(type);
    expect([...kinds]).toEqual(expect.arrayContaining(['text-delta', 'tool-call', 'tool-result', 'file', 'finish']));
    const { messages } = await first.response;
    const question = { role: 'user' as const, content: '6 * 7?' };
    const second = await generateText({
      model,
      tools,
      messages: [question, ...messages, { role: 'user', content: 'Sure?' }],
    });
    expect(second.text).toBe('Sure.');
    expect(await report()).toMatchObject(isRight);
  });

  it("runs code beside the app's own tool, whose results go back together", async () => {
    const { google, report } = await play([
      { parts: [python('print(6 * 7)'), { functionCall: { name: 'weather', args: { city: 'Oslo' } } }] },
      { expect: [{ functionResponse: { name: 'weather' } }], parts: [{ text: 'Cold, and 42.' }] },
    ] as Script['turns']);
    const { model, tools } = wrap(google);
    const weather = tool({
      description: 'Tells the weather.',
      inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
      execute: async () => 'cold',
    });
    const result = await generateText({
      model,
      tools: { ...tools, weather },
      prompt: 'Both.',
      stopWhen: isStepCount(5),
    });
    expect(result.text).toBe('Cold, and 42.');
    expect(await report()).toMatchObject(isRight);
  });

  it('answers two questions at once, each with its own results', async () => {
    const answers = [1, 2].map(async (number) => {
      const { google } = await play([{ parts: [python(`print(${number} * 100)`)] }, { parts: [{ text: 'Done.' }] }]);
      return (await generateText({ ...wrap(google), prompt: 'Go.' })).toolResults[0]?.output;
    });
    expect(await Promise.all(answers)).toMatchObject([{ output: '100\n' }, { output: '200\n' }]);
  });

  it('runs code with the files of the prompt', async () => {
    const { google, report } = await play([
      { parts: [python('print(open("a.csv").read())')] },
      { parts: [{ text: 'Read.' }] },
    ]);
    const content = [
      { type: 'text' as const, text: 'Read it.' },
      { type: 'file' as const, mediaType: 'text/csv', filename: 'a.csv', data: btoa('x,y\n1,2\n') },
    ];
    const result = await generateText({ ...wrap(google), messages: [{ role: 'user', content }] });
    expect(result.toolResults).toMatchObject([{ output: { output: expect.stringContaining('x,y\n1,2\n') } }]);
    expect(await report()).toMatchObject(isRight);
  });
});

describe('an example', () => {
  const EXAMPLES = import.meta.glob('../../../examples/aiSdk/*.ts');
  /** A program that calls the example's own tool. */
  const OWN_TOOL: Record<string, string> = {
    aiSdkToolsInPython: `
import inspect, tools
rain = [tools.get_rainfall(month=month) for month in range(1, 13)]
print(5117 - 942 + sum([await each if inspect.isawaitable(each) else each for each in rain]))`,
  };

  it.each(Object.keys(EXAMPLES))('%s runs', async (path) => {
    const program = OWN_TOOL[/(\w+)\.ts$/.exec(path)?.[1] ?? ''] ?? 'print(5117)';
    const { baseUrl } = await (
      await fetch(`${inject('fakeGemini')}/scripts`, {
        method: 'POST',
        body: JSON.stringify({
          turns: [{ parts: [python(program)] }, { parts: [{ text: 'The sum is 5117.' }] }],
        }),
      })
    ).json();
    sessionStorage.setItem('Gemini API key', 'test');
    const create = Sandbox.create.bind(Sandbox);
    const made: Promise<Sandbox>[] = [];
    vi.spyOn(Sandbox, 'create').mockImplementation((options) => {
      const created = create({ assets: ASSETS, ...options });
      made.push(created);
      return created;
    });
    const ask = window.fetch.bind(window);
    vi.spyOn(window, 'fetch').mockImplementation((url, options) =>
      ask(String(url).replace('https://generativelanguage.googleapis.com', baseUrl), options),
    );
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await EXAMPLES[path]?.();
    const logged = log.mock.calls.flat().join('\n');
    expect(logged).toContain('The sum is 5117.');
    expect(logged).toContain('5117\\n');
    for (const each of made) await (await each).close();
  });
});
